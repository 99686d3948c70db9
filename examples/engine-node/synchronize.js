/** One cycle: read what changed, join records that belong together, create what is missing, write what differs. */
'use strict';
const { isDeepStrictEqual } = require('node:util');
const { Client } = require('./client');
const { plan, toTarget, valueOf } = require('./plan');
const { difference, fallback, isBlank, overlay, read, same, write } = require('./values');

const rowsOf = ({ statements }, kind) => statements.find((statement) => statement.kind === kind)?.rows ?? [];
const says = ({ statements }, ...kinds) => statements.some(({ kind }) => kinds.includes(kind));
const isList = (schema, path) => Object.keys(schema).some((key) => schema[key].list && `${path}.`.startsWith(`${key}.`));

/** The sections, with the types of their sides, and rows that know both sides' schemas. */
function sectionsOf({ systems, dataflows }, log) {
  const types = {};
  const clients = Object.fromEntries(Object.entries(systems).map(([id, system]) => [id, new Client(system, log)]));
  const typeOf = ({ system, datatype }) => {
    const [id, { schema }] = Object.entries(systems).find(([, { name }]) => name === system);
    const key = JSON.stringify([id, datatype]);
    const rank = Object.keys(systems).indexOf(id);
    const { properties } = schema[datatype];
    return (types[key] ??= { key, system: id, datatype, rank, client: clients[id], schema: properties, paths: new Set() });
  };
  const sections = dataflows.flatMap((dataflow) => dataflow.sections).map((section) => {
    const [source, target] = [typeOf(section.source), typeOf(section.target)];
    const complete = (row) => {
      const [sourceList, targetList] = [isList(source.schema, row.source), isList(target.schema, row.target)];
      return {
        ...row,
        sourceType: source, targetType: target,
        sourceSchema: source.schema[row.source] ?? {},
        targetSchema: target.schema[row.target] ?? {},
        list: sourceList === targetList ? undefined : sourceList ? 'source' : 'target',
      };
    };
    const rows = rowsOf(section, 'properties').map(complete).filter(({ source: path, target, dataType }) => dataType?.name !== 'expression' && !(path === 'id' && target === 'id'));
    rows.forEach((row) => { source.paths.add(row.source); target.paths.add(row.target); });
    const merge = rowsOf(section, 'merge-on-match').map((row) => rows.find((each) => each.source === row.source && each.target === row.target) ?? complete(row));
    const columns = [...new Set(rows.map((row) => row.target))].map((path) => rows.filter((row) => row.target === path));
    const creates = source !== target && says(section, 'create-always', 'create-missing') && !says(section, 'link-required');
    return { source, target, columns, merge, creates };
  });
  return { sections, types };
}

class Synchronizer {
  /** `state` is plain JSON, `{}` at first, and `save` keeps it. */
  constructor(configuration, { state, save, log }) {
    const { policies } = configuration;
    Object.assign(this, { policies, state, save, log, ...sectionsOf(configuration, log) });
    Object.assign(state, { since: {}, records: {}, ...state });
  }

  /** Reads, then plans and writes until nothing is left. @throws Error where a system cannot be read */
  async sync(mode) {
    const { since, records } = this.state;
    for (const type of Object.values(this.types)) {
      for await (const record of type.client.list(type.datatype, mode === 'full' ? undefined : since[type.key])) {
        this.take(type, record);
        since[type.key] = record.modifiedAt > (since[type.key] ?? '') ? record.modifiedAt : since[type.key];
      }
    }
    for (const record of Object.values(records).filter(({ id, body }) => id === undefined && body)) {
      await this.repeatCreation(record);
    }
    for (let round = 0; round < 10 && (await this.round()); round += 1);
    this.save();
  }

  links() {
    const clusters = this.clusters().map((members) => members.filter(({ id, isGone }) => id !== undefined && !isGone));
    return clusters.filter(({ length }) => length > 1).map((members) => members.map(({ key }) => {
      const [system, datatype, id] = JSON.parse(key);
      return { system, datatype, id };
    }));
  }

  all({ key }) {
    return Object.values(this.state.records).filter(({ type }) => type === key);
  }

  clusters() {
    const clusters = new Map();
    for (const record of Object.values(this.state.records)) {
      clusters.set(record.cluster, [...clusters.get(record.cluster) ?? [], record]);
    }
    return [...clusters.values()];
  }

  /** Takes over what a system shows of a record; `sent` is what the engine has just written to it. */
  take(type, { id, version, modifiedAt, properties }, sent) {
    const { records } = this.state;
    const key = JSON.stringify([type.system, type.datatype, id]);
    records[key] ??= { key, type: type.key, id, cluster: key, version: -1, properties: {}, stamps: {}, anchors: {} };
    const record = records[key];
    if (version <= record.version) {
      return;
    }
    const before = { ...record, anchors: {...record.anchors} };
    Object.assign(record, { version, isGone: false, properties: overlay(record.properties, properties) });
    for (const path of type.paths) {
      const old = valueOf(before, path);
      const list = read(record.properties, path.split('.'));
      if (path in record.anchors && Array.isArray(list)) {
        const at = list.findIndex((element) => same(element, old));
        record.anchors[path] = at >= 0 ? at : record.anchors[path] < list.length ? record.anchors[path] : 0;
      }
      const value = valueOf(record, path);
      const isOwn = sent ? read(sent, path.split('.')) !== undefined : record.body && same(valueOf({...record, properties: record.body}, path), value);
      const stamp = record.stamps[path];
      if (stamp === undefined || !(isOwn || same(old, value))) {
        const isEdit = stamp !== undefined && (stamp.isEdit || !stamp.isNew);
        record.stamps[path] = { time: modifiedAt, rank: type.rank, key, isNew: true, isEdit };
        Object.values(records).filter(({ isRefused, cluster }) => isRefused && cluster === record.cluster).forEach(({ key }) => { delete records[key]; });
      }
    }
  }

  /** Makes one cluster of two: nothing in it is agreed on any more. */
  join(one, other) {
    if (one.cluster === other.cluster) {
      return;
    }
    const from = other.cluster;
    for (const record of Object.values(this.state.records)) {
      if (record.cluster === from || record.cluster === one.cluster) {
        record.cluster = one.cluster;
        Object.values(record.stamps).forEach((stamp) => Object.assign(stamp, { isNew: true, isEdit: false }));
      }
    }
  }

  /** Joins what a merge row finds equal: with the same value, all records of both sides (D5 to D8). */
  match() {
    for (const { source, target, merge } of this.sections) {
      for (const row of merge) {
        const first = new Map();
        const meet = (record, elements) => {
          for (const element of elements.filter((element) => !isBlank(element))) {
            const value = JSON.stringify(element);
            first.set(value, first.get(value) ?? record);
            this.join(first.get(value), record);
          }
        };
        const elements = (record, path) => [read(record.properties, path.split('.'))].flat();
        this.all(source).forEach((x) => meet(x, elements(x, row.source).map((element) => toTarget(element, row))));
        this.all(target).forEach((y) => meet(y, elements(y, row.target)));
      }
    }
  }

  /** Adds a record without an id to each cluster that lacks one. Whether any was added. */
  create() {
    const { records } = this.state;
    let isAdded = false;
    for (const { source, target, creates } of this.sections.filter((section) => section.creates)) {
      for (const x of this.all(source)) {
        const key = JSON.stringify([x.cluster, target.key]);
        if (!x.isGone && !this.all(target).some(({ cluster }) => cluster === x.cluster)) {
          const stamps = Object.fromEntries([...target.paths].map(path => [path, {time: '', rank: target.rank, key, isNew: true, isEdit: false}]));
          records[key] = { key, type: target.key, cluster: key, properties: {}, stamps, anchors: {} };
          this.join(x, records[key]);
          isAdded = true;
        }
      }
    }
    return isAdded;
  }

  async round() {
    this.match();
    while (this.create());
    const plans = this.clusters().map((members) => members.filter(({ isGone, isRefused, id, body }) => !isGone && !isRefused && (id !== undefined || !body))).filter((members) => members.some(({ stamps, id }) => id === undefined || Object.values(stamps).some(({ isNew }) => isNew)))
      .map((members) => ({members, copies: plan(this.sections, members, this.policies, this.log)}));
    const work = plans.flatMap(({ members, copies }) => members.map((record, index) => ({ record, body: this.bodyOf(record, copies[index].properties) }))).filter(({record, body}) => record.id === undefined || Object.keys(body).length > 0);
    work.forEach(({ record, body }) => { record.body = body; });
    if (work.length > 0) {
      this.save();
    }
    const open = new Set();
    for (const { record, body } of work) {
      if (!(await this.perform(record, body))) {
        open.add(record.cluster);
      }
    }
    for (const { members, copies } of plans.filter(({ members: [{ cluster }] }) => !open.has(cluster))) {
      members.forEach((member, index) => {
        for (const [path, stamp] of Object.entries(copies[index].stamps)) {
          member.stamps[path] = { ...stamp, isNew: false, isEdit: false };
        }
      });
    }
    return work.length > 0;
  }

  bodyOf(record, properties) {
    if (record.id !== undefined) {
      return difference(record.properties, properties);
    }
    const { schema } = this.types[record.type];
    const required = Object.keys(schema).filter((path) => schema[path].required && isBlank(read(properties, path.split('.'))));
    return required.reduce((body, path) => write(body, path.split('.'), fallback(schema[path])), properties);
  }

  /** Writes one record. Whether it is done with: a refusal is, until somebody edits again. */
  async perform(record, body) {
    const type = this.types[record.type];
    const { client, datatype } = type;
    const isCreation = record.id === undefined;
    const { status, body: answer } = await (isCreation
      ? client.create(datatype, body, record.key)
      : client.record(datatype, record.id, body, record.version));
    if (status === 200 || status === 201) {
      if (isCreation) { this.adopt(record, answer.id); }
      delete record.body;
      this.take(type, answer, body);
      return true;
    }
    this.log(`${datatype} ${record.id ?? '(new)'}: ${status} ${answer.detail ?? ''}`);
    if (status === 412) {
      const { status, body: current } = await client.record(datatype, record.id);
      if (status === 200) { delete record.body; this.take(type, current); }
    }
    const isOpen = status < 400 || status >= 500 || [401, 412, 429].includes(status);
    if (!isOpen) { delete record.body; }
    record.isGone = status === 404;
    record.isRefused = isCreation && !isOpen;
    return !isOpen;
  }

  /** Gives a new record its id; where a listing has shown it already, that one takes its place. */
  adopt(record, id) {
    const { records } = this.state;
    const { system, datatype } = this.types[record.type];
    const key = JSON.stringify([system, datatype, id]);
    delete records[record.key];
    if (records[key] === undefined) {
      records[key] = Object.assign(record, { key, id, version: -1 });
      return;
    }
    this.join(records[key], record);
    for (const [path, stamp] of Object.entries(records[key].stamps)) {
      const sent = valueOf({ ...records[key], properties: record.body }, path);
      stamp.time = same(sent, valueOf(records[key], path)) ? '' : stamp.time;
    }
  }

  /** A creation whose outcome is unknown: the same key creates nothing twice; without keys, a new record is looked for. */
  async repeatCreation(record) {
    const type = this.types[record.type];
    const holds = ({ properties }) => isDeepStrictEqual(overlay(properties, record.body), properties);
    const found = type.client.abilities.idempotencyKey ? undefined : this.all(type).find((each) => each.id !== undefined && each.cluster === each.key && holds(each));
    await (found ? this.adopt(record, found.id) : this.perform(record, record.body));
  }
}

module.exports = { Synchronizer };
