/** What makes the linked records of a cluster agree. */
'use strict';
const { convert, isBlank, read, same, write } = require('./values');

const listAt = ({ properties }, path) => [read(properties, path.split('.')) ?? []].flat();

/** The value at a path; of a list that faces a single value, the element that stands for it (D26). */
function valueOf({ properties, anchors }, path) {
  const value = read(properties, path.split('.'));
  return path in anchors && Array.isArray(value) ? value[anchors[path]] : value;
}

/** What the target must hold for a value of the source: undefined where it cannot be converted (D15). */
function toTarget(value, { dataType, targetSchema }) {
  const converted = isBlank(value) ? null : convert(value, dataType?.name);
  return isBlank(converted) ? converted : convert(converted, targetSchema.type);
}

/** What the source must hold for a value of the target: undefined where no value gives it back (D15). */
function toSource(value, row, held) {
  const { type = 'any' } = row.sourceSchema;
  const back = isBlank(value)
    ? null
    : convert(value, type === 'any' && row.dataType?.name ? typeof held : type);
  return back !== undefined && same(toTarget(back, row), value) ? back : undefined;
}

/** Of several rows into one target, the source that was edited last and is not blank counts, else the first (D17). */
function supplying(rows, x) {
  const rank = ({ source }) => (isBlank(valueOf(x, source)) ? '' : x.stamps[source].time);
  return rows.reduce((best, row) => (rank(row) > rank(best) ? row : best));
}

/** When a list first faces a single value, the equal element stands for it, else the first filled one (D26). */
function setAnchor(row, x, y) {
  const [record, path] = row.list === 'source' ? [x, row.source] : [y, row.target];
  const isEqual = (element) =>
    row.list === 'source'
      ? same(toTarget(element, row), valueOf(y, row.target))
      : same(toTarget(valueOf(x, row.source), row), element);
  const tests = [isEqual, (element) => !isBlank(element), () => true];
  record.anchors[path] ??=
    tests.map((test) => listAt(record, path).findIndex(test)).find((at) => at >= 0) ?? 0;
}

/** What is new beats what was agreed on; then the later time, the system named first, the key (D11, D12). A blank counts only where an edit made it, and it is not to be restored (D13). */
function strengthOf(record, path, { clear }) {
  const { isNew, isEdit, time, rank, key } = record.stamps[path];
  const isVoid = isNew && isBlank(valueOf(record, path)) && !(isEdit && clear !== 'restore');
  return [isVoid ? -1 : Number(isNew), time, -rank, key];
}

/** Lets the weaker side of a row take over the stronger one's value and stamp. Whether anything changed. */
function agree(row, x, y, policies, log) {
  if (row.list) {
    setAnchor(row, x, y);
  }
  const [one, other] = [strengthOf(x, row.source, policies), strengthOf(y, row.target, policies)];
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0 || (at > 0 && one[0] < 1)) {
    return false;
  }
  const ends = [[x, row.source, row.sourceSchema], [y, row.target, row.targetSchema]]; // prettier-ignore
  const [[from, fromPath], [to, path, schema]] = one[at] > other[at] ? ends : ends.reverse();
  const [held, converted] = [valueOf(y, row.target), toTarget(valueOf(x, row.source), row)];
  if (converted === undefined || !same(converted, held)) {
    const isKept = converted === undefined && !from.stamps[fromPath].isEdit;
    const wanted = to === y ? converted : isKept ? undefined : toSource(held, row, valueOf(x, row.source));
    const isRefused = isBlank(wanted) && (schema.required || schema.clearable === false);
    if (wanted === undefined || schema.readOnly || isRefused) {
      log(`${path} of ${to.key} cannot hold what ${fromPath} of ${from.key} does`);
      return false;
    }
    to.properties = write(to.properties, path.split('.'), wanted, to.anchors[path]);
  }
  to.stamps[path] = from.stamps[fromPath];
  return true;
}

/** The records of a cluster as they should be: copies, with other properties and stamps. */
function plan(sections, members, policies, log) {
  const copies = members.map((member) => ({ ...member, stamps: { ...member.stamps } }));
  const of = ({ key }) => copies.filter(({ type }) => type === key);
  const pairs = ({ source, target }) => of(source).flatMap((x) => of(target).map((y) => [x, y])).filter(([x, y]) => x !== y); // prettier-ignore
  const agreeAll = (section) => pairs(section).flatMap(([x, y]) => section.columns.map((rows) => agree(supplying(rows, x), x, y, policies, log))); // prettier-ignore
  let passes = 100;
  while (passes > 0 && sections.flatMap(agreeAll).includes(true)) {
    passes -= 1;
  }
  return copies;
}

/** After a change of a list, its element is where it is now, or what took its place, or the first (D26). */
function moveAnchor(record, path, element) {
  const list = listAt(record, path);
  const place = list.findIndex((each) => same(each, element));
  const { [path]: before } = record.anchors;
  record.anchors[path] = place >= 0 ? place : before < list.length ? before : 0;
}

module.exports = { listAt, moveAnchor, plan, toTarget, valueOf };
