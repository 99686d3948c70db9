/** What makes the linked records of a cluster agree. */
'use strict';
const { convert, isBlank, read, same, write } = require('./values');

/** The value at a path; of a list that faces a single value, the element that stands for it (D26). */
function valueOf({ properties, anchors }, path) {
  const value = read(properties, path.split('.'));
  return path in anchors && Array.isArray(value) ? value[anchors[path]] : value;
}

/** What the target must hold for a value of the source: undefined where it cannot be converted (D15). */
function toTarget(value, { dataType, targetSchema }) {
  const converted = isBlank(value) ? null : convert(value, dataType?.name);
  return converted === undefined || converted === null ? converted : convert(converted, targetSchema.type);
}

/** What the source must hold for a value of the target: undefined where no value gives it back (D15). */
function toSource(value, row, held) {
  const { type = 'any' } = row.sourceSchema;
  const back = isBlank(value) ? null : convert(value, type === 'any' && row.dataType?.name ? typeof held : type);
  return back !== undefined && same(toTarget(back, row), value) ? back : undefined;
}

/** Of several rows into one target, the source that was edited last and is not blank counts, else the first (D17). */
function supplying(rows, x) {
  const rank = ({ source }) => (isBlank(valueOf(x, source)) ? '' : x.stamps[source].time);
  return rows.reduce((best, row) => (rank(row) > rank(best) ? row : best));
}

/** When a list first faces a single value, the element that is equal stands for it, else the first filled one (D26). */
function setAnchor(row, x, y) {
  const isSource = row.list === 'source';
  const [record, path] = isSource ? [x, row.source] : [y, row.target];
  const single = isSource ? valueOf(y, row.target) : toTarget(valueOf(x, row.source), row);
  const elements = [read(record.properties, path.split('.')) ?? []].flat();
  const equal = elements.findIndex((element) => same(isSource ? toTarget(element, row) : element, single));
  record.anchors[path] ??= Math.max(0, equal < 0 ? elements.findIndex((element) => !isBlank(element)) : equal);
}

/**
 * What is new beats what was agreed on; then the later time, the system named first, the key (D11, D12). Blanks count
 * only where an edit made them, and not where the value is to come back (D13).
 */
function strengthOf(record, path, { clear }) {
  const { isNew, isEdit, time, rank, key } = record.stamps[path];
  const isVoid = isNew && isBlank(valueOf(record, path)) && !(isEdit && clear !== 'restore');
  return [isVoid ? -1 : Number(isNew), time, -rank, key];
}

/** The record's properties with another value at the path; a list on the way is made where the schema has one (D14). */
function withValue({ properties, anchors }, path, value, schema) {
  const steps = path.split('.');
  const at = steps.findIndex((_, end) => schema[steps.slice(0, end).join('.')]?.list);
  const isMissing = at > 0 && isBlank(read(properties, steps.slice(0, at)));
  return write(isMissing ? write(properties, steps.slice(0, at), [{}]) : properties, steps, value, anchors[path]);
}

/** Lets the weaker side of a row take over the stronger one's value and stamp. Whether anything changed. */
function agree(row, x, y, policies, log) {
  if (row.list) {
    setAnchor(row, x, y);
  }
  const [one, other] = [strengthOf(x, row.source, policies), strengthOf(y, row.target, policies)];
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0 || (one[0] === other[0] && one[0] < 1)) {
    return false;
  }
  const ends = [[x, row.source, row.sourceType.schema], [y, row.target, row.targetType.schema]]; // prettier-ignore
  const [[from, fromPath], [to, path, schema]] = one[at] > other[at] ? ends : ends.reverse();
  const [value, held] = [valueOf(x, row.source), valueOf(y, row.target)];
  const converted = toTarget(value, row);
  if (converted === undefined || !same(converted, held)) {
    const isKept = converted === undefined && !from.stamps[fromPath].isEdit;
    const wanted = to === y ? converted : isKept ? undefined : toSource(held, row, value);
    const { readOnly, required, clearable } = schema[path] ?? {};
    if (wanted === undefined || readOnly || (isBlank(wanted) && (required || clearable === false))) {
      log(`${path} of ${to.key} cannot hold what ${fromPath} of ${from.key} does`);
      return false;
    }
    to.properties = withValue(to, path, wanted, schema);
  }
  to.stamps[path] = from.stamps[fromPath];
  return true;
}

/** The records of a cluster as they should be: copies, with other properties and stamps. */
function plan(sections, members, policies, log) {
  const copies = members.map((member) => ({ ...member, stamps: { ...member.stamps } }));
  const of = (type) => copies.filter((copy) => copy.type === type.key);
  const cells = sections.flatMap(({ source, target, columns }) =>
    of(source).flatMap((x) => of(target).flatMap((y) => (x === y ? [] : columns.map((rows) => ({ rows, x, y }))))),
  );
  const pass = () => cells.filter(({ rows, x, y }) => agree(supplying(rows, x), x, y, policies, log)).length;
  for (let passes = 0; pass() > 0 && passes < 100; passes += 1);
  return copies;
}

module.exports = { plan, toTarget, valueOf };
