/** One cycle: read what changed, join records that belong together, create what is missing, write what differs. */
'use strict';
const { Client } = require('./client');
const { LOWEST, elementsAt, plan, toTarget, valueOf } = require('./plan');
const { difference, isBlank, same } = require('./values');

/** Whether a path holds a list, or leads through one. */
function isList(schema, path) {
  return Object.keys(schema).some((key) => schema[key].list && `${path}.`.startsWith(`${key}.`));
}

function completeRow(row, source, target) {
  const lists = [isList(source, row.source), isList(target, row.target)];
  const list = lists[0] !== lists[1] && (lists[0] ? 'source' : 'target');
  return { ...row, sourceSchema: source[row.source] ?? {}, targetSchema: target[row.target] ?? {}, list };
}

function isUsable({ source, target, dataType }) {
  return dataType?.name !== 'expression' && (source !== 'id' || target !== 'id');
}

class Synchronizer {
  /** `state` is plain JSON, `{}` at first, and `save` keeps it. */
  constructor({ systems, dataflows }, { state, save, log }) {
    Object.assign(state, { cycle: 0, since: {}, records: [], ...state });
    Object.assign(this, { systems, state, save, log, types: {} });
    this.sections = dataflows.flatMap(({ sections }) => sections).map((section) => this.section(section));
  }

  section({ source: from, target: to, statements }) {
    const [source, target] = [this.type(from), this.type(to)];
    const tables = Object.fromEntries(statements.map(({ kind, rows }) => [kind, rows ?? []]));
    const complete = (row) => completeRow(row, source.schema, target.schema);
    const rows = (tables.properties ?? []).filter(isUsable).map(complete);
    const typed = (row) => rows.find((each) => each.source === row.source && each.target === row.target);
    const merge = (tables['merge-on-match'] ?? []).map((row) => typed(row) ?? complete(row));
    const isCreating = (tables['create-always'] ?? tables['create-missing']) && !tables['link-required'];
    rows.forEach((row) => [source.paths.add(row.source), target.paths.add(row.target)]);
    return { source, target, rows, merge, creates: isCreating && source !== target };
  }

  type({ system, datatype }) {
    const ids = Object.keys(this.systems);
    const id = ids.find((each) => this.systems[each].name === system);
    const [key, rank] = [JSON.stringify([id, datatype]), -ids.indexOf(id)];
    const { properties: schema } = this.systems[id].schema[datatype];
    const client = new Client(this.systems[id]);
    return (this.types[key] ??= { key, client, datatype, rank, schema, paths: new Set() });
  }

  /** @throws Error where a system does not do its part; the next cycle tries again */
  async sync(mode) {
    const { since, records } = this.state;
    this.state.cycle += 1;
    for (const record of records.filter(({ body }) => body)) {
      await this.write(record, record);
    }
    for (const type of Object.values(this.types)) {
      const last = mode === 'full' ? undefined : since[type.key];
      for await (const record of type.client.list(type.datatype, last)) {
        this.take(type, record);
        since[type.key] = [record.modifiedAt, since[type.key] ?? ''].sort()[1];
      }
    }
    let rounds = 10;
    while (rounds > 0 && (await this.round())) {
      rounds -= 1;
    }
    this.save();
  }

  links() {
    const name = ({ type, id }) => ({ system: JSON.parse(type)[0], datatype: JSON.parse(type)[1], id });
    return this.clusters().map((members) => members.map(name));
  }

  all({ key }) {
    return this.state.records.filter(({ type }) => type === key);
  }

  clusters() {
    const clusters = {};
    this.state.records
      .filter(({ refused }) => !refused)
      .forEach((record) => (clusters[record.cluster] ??= []).push(record));
    return Object.values(clusters);
  }

  add(type, key, members) {
    const stamps = Object.fromEntries([...type.paths].map((path) => [path, LOWEST]));
    const record = { type: type.key, key, cluster: key, properties: {}, stamps, anchors: {}, ...members };
    this.state.records.push(record);
    return record;
  }

  /** Takes over what a system shows of a record; what differs from what is known is an edit. */
  take(type, { id, version, modifiedAt, properties }) {
    const key = JSON.stringify([type.key, id]);
    const known = this.all(type).find((each) => each.id === id);
    const record = known ?? this.add(type, key, { id });
    const before = { ...record };
    Object.assign(record, { version, properties });
    for (const path of type.paths) {
      if (!known || !same(valueOf(before, path), valueOf(record, path))) {
        record.stamps[path] = [this.state.cycle, modifiedAt, type.rank, key];
      }
    }
  }

  /** Joins all records that hold the same value by a merge row, whichever side they are of (D5 to D8). */
  match() {
    for (const [{ source, target }, row] of this.sections.flatMap((each) =>
      each.merge.map((row) => [each, row]),
    )) {
      const valuesOf = (record, path) => elementsAt(record, path).map((value) => [record, value]);
      const ofX = this.all(source).flatMap((x) => valuesOf(x, row.source));
      const ofY = this.all(target).flatMap((y) => valuesOf(y, row.target));
      const pairs = [...ofX.map(([x, value]) => [x, toTarget(value, row)]), ...ofY];
      const first = {};
      for (const [record, value] of pairs.filter(([, value]) => !isBlank(value))) {
        this.join((first[JSON.stringify(value)] ??= record), record);
      }
    }
  }

  /** Makes one cluster of two: what is filled counts as edited now, what is blank as never edited (D11). */
  join({ cluster: kept }, { cluster: left }) {
    const members = this.state.records.filter(
      ({ cluster }) => kept !== left && [kept, left].includes(cluster),
    );
    for (const record of members) {
      record.cluster = kept;
      for (const [path, [, ...rest]] of Object.entries(record.stamps)) {
        record.stamps[path] = isBlank(valueOf(record, path)) ? LOWEST : [this.state.cycle, ...rest];
      }
    }
  }

  /** Adds a record that has no id yet to each cluster that lacks one (D8). */
  create() {
    for (const { source, target } of this.sections.filter(({ creates }) => creates)) {
      for (const { cluster } of this.all(source).filter(({ id }) => id)) {
        if (!this.all(target).some((y) => y.cluster === cluster)) {
          this.add(target, JSON.stringify([cluster, target.key]), { cluster });
        }
      }
    }
  }

  /** Plans and writes once; whether anything was written. */
  async round() {
    this.match();
    this.create();
    const planned = this.clusters().flatMap((members) =>
      plan(this.sections, members).map((copy, at) => [members[at], copy]),
    );
    planned.filter(([{ id }]) => !id).forEach(([record, { properties }]) => (record.body = properties));
    this.save();
    const outcomes = [];
    for (const [record, copy] of planned) {
      outcomes.push(await this.write(record, copy));
    }
    return outcomes.includes(true);
  }

  /** Makes a record what its copy is. Whether its system was changed. */
  async write(record, copy) {
    const { type, id, key, version, properties, body = difference(properties, copy.properties) } = record;
    const { client, datatype } = this.types[type];
    if (id && Object.keys(body).length === 0) {
      record.stamps = copy.stamps;
      return false;
    }
    const call = id ? client.change(datatype, id, body, version) : client.create(datatype, body, key);
    const { status, body: answer } = await call;
    const isDone = status === 200 || status === 201;
    if (!isDone) {
      this.log(`${datatype} ${id ?? '(new)'}: ${status} ${answer.detail}`);
    }
    if (status !== 412) {
      Object.assign(record, { stamps: copy.stamps, body: undefined, refused: !isDone && !id });
    }
    if (isDone) {
      Object.assign(record, { id: answer.id, properties: copy.properties });
      this.take(this.types[type], answer);
    }
    return isDone;
  }
}

module.exports = { Synchronizer };
