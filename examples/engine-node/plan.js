/** What makes the linked records of a cluster agree: of two values that differ, the one with the later stamp wins. */
'use strict';
const { convert, isBlank, read, same, write } = require('./values');

/** Stamps say when a value was edited: the cycle that saw it, the time, the system's rank, the record (D11, D12). */
function isLater(one, other) {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at >= 0 && one[at] > (other[at] ?? -1);
}

/** The elements of a list; a single value is a list of one. */
const elementsAt = ({ properties }, path) => [read(properties, path.split('.')) ?? []].flat();

/** The value at a path; of a list that faces a single value, the element that stands for it (D26). */
function valueOf({ properties, anchors }, path) {
  const value = read(properties, path.split('.'));
  return path in anchors && Array.isArray(value) ? value[anchors[path]] : value;
}

/** What the target must hold for a value of the source: undefined where it cannot be converted (D15). */
function toTarget(value, { dataType, targetType }) {
  return isBlank(value) ? null : convert(convert(value, dataType?.name), targetType);
}

/** What the source must hold for a value of the target: undefined where no value gives it back (D15). */
function toSource(value, row, held) {
  const back = convert(value ?? null, row.sourceType ?? (row.dataType?.name && typeof held));
  return same(toTarget(back, row), value) ? back : undefined;
}

/** When a list first faces a single value, the element that equals it stands for it from then on, else the first. */
function setAnchor(row, x, y) {
  const [{ anchors }, path] = row.list === 'source' ? [x, row.source] : [y, row.target];
  const [ofX, ofY] = [elementsAt(x, row.source), elementsAt(y, row.target)];
  const converted = ofX.map((value) => toTarget(value, row));
  const at = row.list === 'source' ? converted.indexOf(ofY[0]) : ofY.indexOf(converted[0]);
  anchors[path] ??= Math.max(0, at);
}

/** Lets the earlier side of a row take over the later one's value and stamp. Whether anything changed. */
function agree(row, x, y) {
  if (row.list) {
    setAnchor(row, x, y);
  }
  const [ofX, ofY] = [valueOf(x, row.source), valueOf(y, row.target)];
  const [stampOfX = [0], stampOfY = [0]] = [x.stamps[row.source], y.stamps[row.target]];
  const isForward = isLater(stampOfX, stampOfY);
  const wanted = isForward ? toTarget(ofX, row) : toSource(ofY, row, ofX);
  if (stampOfX.join() === stampOfY.join() || wanted === undefined || same(toTarget(ofX, row), ofY)) {
    return false;
  }
  const [to, path, stamp] = isForward ? [y, row.target, stampOfX] : [x, row.source, stampOfY];
  to.properties = write(to.properties, path.split('.'), wanted, to.anchors[path]);
  to.stamps[path] = stamp;
  return true;
}

/** The records of a cluster, each with a copy as it should be. Stamps only rise, so this ends. */
function plan(sections, members) {
  const copies = members.map((member) => ({ ...member, stamps: { ...member.stamps } }));
  const of = ({ key }) => copies.filter(({ type }) => type === key);
  const pairs = ({ source, target }) => of(source).flatMap((x) => of(target).map((y) => [x, y]));
  const linked = sections.flatMap((section) => pairs(section).map(([x, y]) => [section.rows, x, y]));
  const agreeAll = ([rows, x, y]) => x !== y && rows.some((row) => agree(row, x, y));
  let isDone = false;
  while (!isDone) {
    isDone = !linked.some(agreeAll);
  }
  return members.map((member, at) => [member, copies[at]]);
}

module.exports = { elementsAt, plan, toTarget, valueOf };
