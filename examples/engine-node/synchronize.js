/** One cycle: read what changed, join records that belong together, create what is missing, write what differs. */
'use strict';
const { list, send } = require('./client');
const { elementsAt, plan, toTarget, valueOf } = require('./plan');
const { readSections } = require('./sections');
const { difference, isBlank, overlay, same } = require('./values');

class Synchronizer {
  /** `state` is plain JSON, `{}` at first, and `save` keeps it. */
  constructor(configuration, { state, save }) {
    Object.assign(state, { cycle: 0, since: {}, records: [], ...state });
    Object.assign(this, { state, save, ...readSections(configuration) });
  }

  /** @throws Error where a system does not do its part; the next cycle tries again */
  async sync(mode) {
    this.state.cycle += 1;
    for (const record of this.state.records.filter(({ body }) => body)) {
      await this.write(record, record);
    }
    for (const type of Object.values(this.types)) {
      for await (const shown of list(type, mode === 'full' ? '' : this.state.since[type.key])) {
        this.take(type, shown);
        this.state.since[type.key] = shown.modifiedAt;
      }
    }
    this.sections.forEach((section) => section.merge.forEach((row) => this.match(section, row)));
    this.sections.filter(({ creates }) => creates).forEach((section) => this.create(section));
    const planned = this.clusters().flatMap((members) => plan(this.sections, members));
    planned.filter(([{ id }]) => !id).forEach(([record, { properties }]) => (record.body = properties));
    this.save();
    for (const [record, copy] of planned) {
      await this.write(record, copy);
    }
    this.save();
  }

  links() {
    const name = ({ type, id }) => ({ system: JSON.parse(type)[0], datatype: JSON.parse(type)[1], id });
    return this.clusters().map((members) => members.filter(({ id }) => id).map(name));
  }

  all({ key }) {
    return this.state.records.filter(({ type, isGone }) => type === key && !isGone);
  }

  clusters() {
    const present = this.state.records.filter(({ isGone }) => !isGone);
    const names = [...new Set(present.map(({ cluster }) => cluster))];
    return names.map((name) => present.filter(({ cluster }) => cluster === name));
  }

  /** A record that is known from now on; without an id it is to be created. */
  add({ key: type }, key, { id, cluster = key }) {
    const record = { type, key, id, cluster, properties: {}, stamps: {}, anchors: {} };
    this.state.records.push(record);
    return record;
  }

  /** Takes over what a system shows of a record; what differs from what is known is an edit. */
  take(type, { id, version, modifiedAt, properties }) {
    const key = JSON.stringify([type.key, id]);
    const isSame = (each) => each.type === type.key && each.id === id;
    const record = this.state.records.find(isSame) ?? this.add(type, key, { id });
    const before = { ...record };
    Object.assign(record, { version, properties: overlay(before.properties, properties), isGone: false });
    for (const path of type.paths) {
      if (!same(valueOf(before, path), valueOf(record, path))) {
        record.stamps[path] = [this.state.cycle, modifiedAt, type.rank, key];
      }
    }
  }

  /** Joins all records that hold the same value by a merge row, whichever side they are of (D5 to D8). */
  match({ source, target }, row) {
    const valuesOf = (path) => (record) => elementsAt(record, path).map((value) => [value, record]);
    const ofX = this.all(source).flatMap(valuesOf(row.source));
    const ofY = this.all(target).flatMap(valuesOf(row.target));
    const first = {};
    for (const [value, record] of [...ofX.map(([value, x]) => [toTarget(value, row), x]), ...ofY]) {
      this.join(isBlank(value) ? record : (first[JSON.stringify(value)] ??= record), record);
    }
  }

  /** Makes one cluster of two. What is filled counts as edited now, at its time; what is blank never wins (D11). */
  join({ cluster: one }, { cluster: other }) {
    const isMember = ({ cluster }) => one !== other && [one, other].includes(cluster);
    for (const record of this.state.records.filter(isMember)) {
      record.cluster = one;
      for (const [path, [, ...rest]] of Object.entries(record.stamps)) {
        record.stamps[path] = isBlank(valueOf(record, path)) ? [0] : [this.state.cycle, ...rest];
      }
    }
  }

  /** Adds a record that has no id yet to each cluster that never had one (D8, D19). */
  create({ source, target }) {
    for (const { cluster } of this.all(source).filter(({ id }) => id)) {
      if (!this.state.records.some((y) => y.type === target.key && y.cluster === cluster)) {
        this.add(target, JSON.stringify([cluster, target.key]), { cluster });
      }
    }
  }

  /** Makes a record what its copy is. A refused change waits for an edit, a refused creation for the next cycle. */
  async write(record, copy) {
    const [type, { id, body }] = [this.types[record.type], record];
    const changes = body ?? difference(record.properties, copy.properties);
    const isNeeded = !id || Object.keys(changes).length > 0;
    const { status, answer } = isNeeded ? await send(type, record, changes) : {};
    if (id && status !== 412) {
      record.stamps = copy.stamps;
    }
    if (answer && status < 300) {
      Object.assign(record, { id: answer.id, properties: body ?? copy.properties, body: undefined });
      this.take(type, answer);
    } else if (answer) {
      console.error(`${type.datatype} ${id ?? '(new)'}: ${status} ${answer.detail}`);
      record.isGone = status === 404;
      this.state.records = this.state.records.filter((each) => id || each !== record);
    }
  }
}

module.exports = { Synchronizer };
