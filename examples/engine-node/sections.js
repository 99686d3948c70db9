/** What `configure` says, as the synchronizer needs it. */
'use strict';

/** Whether a path holds a list, or leads through one. */
function isList(schema, path) {
  return Object.keys(schema).some((key) => schema[key].list && `${path}.`.startsWith(`${key}.`));
}

function readRow(row, { schema: source }, { schema: target }) {
  const [from, to] = [source[row.source] ?? {}, target[row.target] ?? {}];
  const isSourceList = isList(source, row.source);
  const isMixed = isSourceList !== isList(target, row.target);
  const list = isMixed && (isSourceList ? 'source' : 'target');
  const { references = to.references } = from;
  return { ...row, list, sourceType: from.type, targetType: to.type, references };
}

function readSection(source, target, statements) {
  const tables = Object.fromEntries(statements.map(({ kind, rows = [] }) => [kind, rows]));
  const properties = (tables.properties ?? []).filter(({ dataType }) => dataType?.name !== 'expression');
  const isCreating = (tables['create-always'] ?? tables['create-missing']) && !tables['link-required'];
  const typed = (row) => properties.find((each) => each.source === row.source && each.target === row.target);
  const read = (row) => readRow(typed(row) ?? row, source, target);
  properties.forEach((row) => [source.paths.add(row.source), target.paths.add(row.target)]);
  return {
    source,
    target,
    rows: properties.map(read),
    merge: (tables['merge-on-match'] ?? []).map(read),
    creates: isCreating && source !== target,
  };
}

/** The sections, and the datatypes that they name, by their keys. */
function readSections({ systems, dataflows }) {
  const [types, ids] = [{}, Object.keys(systems)];
  const typeOf = ({ system: name, datatype }) => {
    const id = ids.find((each) => systems[each].name === name);
    const { properties: schema } = systems[id].schema[datatype];
    const [key, rank] = [JSON.stringify([id, datatype]), ids.length - ids.indexOf(id)];
    return (types[key] ??= { key, system: systems[id], datatype, rank, schema, paths: new Set() });
  };
  const read = ({ source, target, statements }) => readSection(typeOf(source), typeOf(target), statements);
  return { sections: dataflows.flatMap(({ sections }) => sections.map(read)), types };
}

module.exports = { readSections };
