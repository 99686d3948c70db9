/** What makes the linked records of a cluster agree: of two values that differ, the one with the later stamp wins. */
'use strict';
const { convert, isBlank, read, same, write } = require('./values');

/** Of a value that nobody has ever filled in. */
const LOWEST = [0];

/** Stamps say when a value was edited: cycle that saw it, time, order of the system, record (D11, D12). */
function isLater(one, other) {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && (at >= other.length || one[at] > other[at]);
}

/** The elements of a list, or a single value as a list. */
const elementsAt = ({ properties }, path) => [read(properties, path.split('.')) ?? []].flat();

/** The value at a path; of a list that faces a single value, the element that stands for it (D26). */
function valueOf({ properties, anchors }, path) {
  const value = read(properties, path.split('.'));
  return path in anchors && Array.isArray(value) ? value[anchors[path]] : value;
}

/** What the target must hold for a value of the source: undefined where it cannot be converted (D15). */
function toTarget(value, { dataType, targetSchema }) {
  return isBlank(value) ? null : convert(convert(value, dataType?.name), targetSchema.type);
}

/** What the source must hold for a value of the target: undefined where no value gives it back (D15). */
function toSource(value, row, held) {
  const { type = 'any' } = row.sourceSchema;
  const back = convert(value ?? null, type === 'any' && row.dataType?.name ? typeof held : type);
  return same(toTarget(back, row), value) ? back : undefined;
}

/** When a list first faces a single value, the element that equals it stands for it from then on, else the first (D26). */
function setAnchor(row, x, y) {
  const [record, path] = row.list === 'source' ? [x, row.source] : [y, row.target];
  const wanted = row.list === 'source' ? valueOf(y, row.target) : toTarget(valueOf(x, row.source), row);
  const isEqual = (element) => same(row.list === 'source' ? toTarget(element, row) : element, wanted);
  record.anchors[path] ??= Math.max(0, elementsAt(record, path).findIndex(isEqual));
}

/** Lets the earlier side of a row take over the later one's value and stamp. Whether anything changed. */
function agree(row, x, y) {
  if (row.list) {
    setAnchor(row, x, y);
  }
  const [held, present] = [valueOf(x, row.source), valueOf(y, row.target)];
  const [ofX, ofY] = [x.stamps[row.source], y.stamps[row.target]];
  const converted = toTarget(held, row);
  const isForward = isLater(ofX, ofY);
  const wanted = isForward ? converted : toSource(present, row, held);
  if (wanted === undefined || same(converted, present) || !(isForward || isLater(ofY, ofX))) {
    return false;
  }
  const [to, path, stamp] = isForward ? [y, row.target, ofX] : [x, row.source, ofY];
  to.properties = write(to.properties, path.split('.'), wanted, to.anchors[path]);
  to.stamps[path] = stamp;
  return true;
}

/** Copies of the records of a cluster as they should be. */
function plan(sections, members) {
  const copies = members.map((member) => ({ ...member, stamps: { ...member.stamps } }));
  const of = ({ key }) => copies.filter(({ type }) => type === key);
  const comparisons = sections.flatMap(({ source, target, rows }) =>
    of(source).flatMap((x) => of(target).flatMap((y) => (x === y ? [] : rows.map((row) => [row, x, y])))),
  );
  while (comparisons.some(([row, x, y]) => agree(row, x, y))) {
    // Stamps only rise, so this ends.
  }
  return copies;
}

module.exports = { LOWEST, elementsAt, plan, toTarget, valueOf };
