/** One cycle: read what changed, join records that belong together, create what is missing, write what differs. */
'use strict';
const { Client } = require('./client');
const { listAt, moveAnchor, plan, toTarget, valueOf } = require('./plan');
const { difference, fallback, isBlank, mapObject, overlay, same, write } = require('./values');

/** Whether a path holds a list, or leads through one. */
function isList({ schema }, path) {
  return Object.keys(schema).some((key) => schema[key].list && `${path}.`.startsWith(`${key}.`));
}

function isUsable({ source, target, dataType }) {
  return dataType?.name !== 'expression' && (source !== 'id' || target !== 'id');
}

class Synchronizer {
  /** `state` is plain JSON, `{}` at first, and `save` keeps it. */
  constructor({ systems, dataflows, policies }, { state, save, log }) {
    Object.assign(state, { since: {}, records: {}, ...state });
    Object.assign(this, { policies, save, log, state, types: {} });
    const ids = Object.keys(systems);
    const typeOf = ({ system, datatype }) => {
      const rank = ids.findIndex((id) => systems[id].name === system);
      const [key, client] = [JSON.stringify([ids[rank], datatype]), new Client(systems[ids[rank]], log)];
      const { properties: schema } = systems[ids[rank]].schema[datatype];
      return (this.types[key] ??= { key, client, datatype, rank, schema, paths: new Set() });
    };
    const section = ({ source, target, statements }) =>
      this.section(typeOf(source), typeOf(target), statements);
    this.sections = dataflows.flatMap(({ sections }) => sections.map(section));
  }

  section(source, target, statements) {
    const tables = Object.fromEntries(statements.map(({ kind, rows }) => [kind, rows ?? []]));
    const complete = (row) => {
      const [sourceSchema, targetSchema] = [source.schema[row.source] ?? {}, target.schema[row.target] ?? {}];
      const lists = [isList(source, row.source), isList(target, row.target)];
      this.hasReferences ||= Boolean(sourceSchema.references || targetSchema.references);
      return {
        ...row,
        sourceSchema,
        targetSchema,
        list: lists[0] !== lists[1] && (lists[0] ? 'source' : 'target'),
      };
    };
    const rows = (tables.properties ?? []).filter(isUsable).map(complete);
    rows.forEach((row) => [source.paths.add(row.source), target.paths.add(row.target)]);
    const columns = rows.map(({ target: path }) => rows.filter((row) => row.target === path));
    const typed = (row) => rows.find((each) => each.source === row.source && each.target === row.target);
    const merge = (tables['merge-on-match'] ?? []).map((row) => typed(row) ?? complete(row));
    const isCreating = Boolean(tables['create-always'] ?? tables['create-missing']);
    return {
      source,
      target,
      columns,
      merge,
      creates: source !== target && isCreating && !tables['link-required'],
    };
  }

  /** @throws Error where a system cannot be read */
  async sync(mode) {
    const { since, records } = this.state;
    for (const record of Object.values(records).filter(({ rest }) => rest === 'pending')) {
      await this.perform(record, record.body);
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
    const name = ([system, datatype, id]) => ({ system, datatype, id });
    return this.clusters().map((members) =>
      members.filter(({ rest }) => !rest).map(({ key }) => name(JSON.parse(key))),
    );
  }

  all(type) {
    return Object.values(this.state.records).filter((record) => record.type === type.key);
  }

  clusters() {
    const clusters = {};
    Object.values(this.state.records).forEach((record) => (clusters[record.cluster] ??= []).push(record));
    return Object.values(clusters);
  }

  /** Takes over what a system shows of a record; what differs from what is known is an edit. */
  take(type, { id, version, modifiedAt, properties }) {
    const key = JSON.stringify([...JSON.parse(type.key), id]);
    const record = (this.state.records[key] ??= {
      key,
      type: type.key,
      id,
      cluster: key,
      stamps: {},
      anchors: {},
    });
    if (version <= record.version) {
      return;
    }
    const before = Object.fromEntries([...type.paths].map((path) => [path, valueOf(record, path)]));
    Object.assign(record, { version, rest: undefined, properties: overlay(record.properties, properties) });
    for (const path of type.paths) {
      const stamp = record.stamps[path];
      if (path in record.anchors) {
        moveAnchor(record, path, before[path]);
      }
      if (!stamp || !same(before[path], valueOf(record, path))) {
        const isEdit = Boolean(stamp && (stamp.isEdit || !stamp.isNew));
        record.stamps[path] = { time: modifiedAt, rank: type.rank, key, isNew: true, isEdit };
      }
    }
  }

  /** Makes one cluster of two; nothing in it is agreed on any more. */
  join(one, other) {
    const clusters = [one.cluster, other.cluster];
    const members = Object.values(this.state.records).filter(({ cluster }) => clusters.includes(cluster));
    for (const record of clusters[0] === clusters[1] ? [] : members) {
      record.cluster = one.cluster;
      Object.values(record.stamps).forEach((stamp) => Object.assign(stamp, { isNew: true, isEdit: false }));
    }
  }

  /** Joins all records that hold the same value by a merge row, whichever side they are of (D5 to D8). */
  match() {
    for (const [row, { source, target }] of this.sections.flatMap((each) =>
      each.merge.map((row) => [row, each]),
    )) {
      const first = {};
      const ofX = this.all(source).flatMap((x) =>
        listAt(x, row.source).map((value) => [toTarget(value, row), x]),
      );
      const ofY = this.all(target).flatMap((y) => listAt(y, row.target).map((value) => [value, y]));
      for (const [value, record] of [...ofX, ...ofY].filter(([value]) => !isBlank(value))) {
        this.join((first[JSON.stringify(value)] ??= record), record);
      }
    }
  }

  /** Adds a record that has no id yet to each cluster that lacks one (D8), or was refused one before an edit. */
  create() {
    const { records } = this.state;
    const held = new Map(
      Object.values(records).map((record) => [JSON.stringify([record.cluster, record.type]), record]),
    );
    const isEdited = ({ stamps }) => Object.values(stamps).some(({ isNew }) => isNew);
    const creating = this.sections.filter(({ creates }) => creates);
    const origins = creating.flatMap(({ source, target }) =>
      this.all(source).map((x) => ({ x, target, key: JSON.stringify([x.cluster, target.key]) })),
    );
    const isMissing = ({ x, key }) => !held.has(key) || (held.get(key).rest === 'refused' && isEdited(x));
    const missing = origins.filter((origin) => origin.x.rest !== 'gone' && isMissing(origin));
    for (const { x, target, key } of missing) {
      const stamp = { time: '', rank: target.rank, key, isNew: true, isEdit: false };
      const stamps = Object.fromEntries([...target.paths].map((path) => [path, { ...stamp }]));
      records[key] = { key, type: target.key, cluster: key, properties: {}, stamps, anchors: {} };
      this.join(x, records[key]);
    }
    if (missing.length > 0) {
      this.create();
    }
  }

  /** Plans and writes once; whether it makes sense to plan again. */
  async round() {
    this.match();
    this.create();
    const isOpen = (members) =>
      members.some(({ id, stamps }) => !id || Object.values(stamps).some(({ isNew }) => isNew));
    const active = this.clusters()
      .map((members) => members.filter(({ rest }) => !rest))
      .filter(isOpen);
    const plans = active.map((members) => ({
      members,
      copies: plan(this.sections, members, this.policies, this.log),
    }));
    const works = plans.flatMap(({ members, copies }) =>
      members.map((record, at) => ({ record, body: this.bodyOf(copies[at], record) })),
    );
    const work = works.filter(({ record, body }) => !record.id || Object.keys(body).length > 0);
    work
      .filter(({ record }) => !record.id)
      .forEach(({ record, body }) => Object.assign(record, { body, rest: 'pending' }));
    this.save();
    const outcomes = [];
    for (const { record, body } of work) {
      outcomes.push([record.cluster, await this.perform(record, body)]);
    }
    const unfinished = outcomes.filter(([, outcome]) => outcome !== 'done').map(([cluster]) => cluster);
    for (const { members, copies } of plans.filter(
      ({ members: [{ cluster }] }) => !unfinished.includes(cluster),
    )) {
      members.forEach((member, at) => {
        member.stamps = mapObject(copies[at].stamps, (stamp) => ({ ...stamp, isNew: false, isEdit: false }));
      });
    }
    return outcomes.some(([, outcome]) => outcome !== 'later');
  }

  /** What a call must say: what differs, or of a new record all, with what the schema requires. */
  bodyOf({ properties }, record) {
    const { schema } = this.types[record.type];
    const isMissing = (path) => schema[path].required && isBlank(valueOf({ properties, anchors: {} }, path));
    const missing = record.id ? [] : Object.keys(schema).filter(isMissing);
    const whole = missing.reduce(
      (body, path) => write(body, path.split('.'), fallback(schema[path])),
      properties,
    );
    return difference(record.properties, whole);
  }

  /** Writes one record. `done`: also a refusal is, until somebody edits; `again`: somebody was faster; `later`: no answer. */
  async perform(record, body) {
    const type = this.types[record.type];
    const { client, datatype, key } = type;
    const call = record.id
      ? client.change(datatype, record.id, body, record.version)
      : client.create(datatype, body, record.key);
    const { status, body: answer } = await call;
    if (status === 412) {
      const current = await client.call('GET', [datatype, record.id]);
      return current.status === 200 ? (this.take(type, current.body), 'again') : 'later';
    }
    if (status === 200 || status === 201) {
      delete this.state.records[record.key];
      Object.assign(record, {
        body: undefined,
        id: answer.id,
        key: JSON.stringify([...JSON.parse(key), answer.id]),
      });
      this.state.records[record.key] = record;
      this.take(type, answer);
      return 'done';
    }
    this.log(`${datatype} ${record.id ?? '(new)'}: ${status} ${answer.detail}`);
    const isOver = status >= 400 && status < 500 && ![401, 429].includes(status);
    record.rest = !isOver ? record.rest : !record.id ? 'refused' : status === 404 ? 'gone' : undefined;
    return isOver ? 'done' : 'later';
  }
}

module.exports = { Synchronizer };
