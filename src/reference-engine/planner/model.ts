/** The dataflows as the planner needs them: who is synchronized with whom, by which rows. */
import type {
  Configure,
  ConfigureAnswer,
  DataflowRow,
  DataflowSection,
  DataflowSide,
  PropertySchema,
  PropertyType,
  SystemConfiguration,
} from '../../protocol';
import type { CastType } from './conversions';
import type { IsListAt } from './paths';
import { datatypeKey } from './state';

export interface SystemModel {
  readonly id: string;
  readonly configuration: SystemConfiguration;
}

export interface DatatypeModel {
  readonly key: string;
  readonly system: SystemModel;
  readonly name: string;
  readonly schema: Readonly<Record<string, PropertySchema>>;
  readonly isListAt: IsListAt;
  /** Whether the schema has a list somewhere on the path. */
  readonly meetsList: (path: string) => boolean;
  /** Paths that a row of some section synchronizes. */
  readonly mapped: readonly string[];
  /** Paths that a row of some section synchronizes or matches by: all that the engine wants to see of a record. */
  readonly read: readonly string[];
  /** Keys of the datatypes on the other side of its sections. */
  readonly counterparts: ReadonlySet<string>;
}

/** A row that the engine can use. */
export interface PropertyRow {
  /** Its position in the section's table, from 1. */
  readonly number: number;
  readonly source: string;
  readonly target: string;
  readonly cast: CastType;
  /** The JSON type that the target's schema states; `any` where it states none (D15). */
  readonly targetType: PropertyType;
}

export interface SectionModel {
  /** Keys of datatypes. */
  readonly source: string;
  readonly target: string;
  readonly creates: boolean;
  readonly rows: readonly PropertyRow[];
  /** The cast is that of the property table for the same pair, if it has one (D6). */
  readonly mergeRows: readonly PropertyRow[];
}

export interface EngineModel {
  /** Order of the systems by id: the order in which the documents first name them decides ties (D11). */
  readonly systemOrder: ReadonlyMap<string, number>;
  readonly datatypes: ReadonlyMap<string, DatatypeModel>;
  readonly sections: readonly SectionModel[];
  /** Rows that cannot be used, one line each. */
  readonly notes: readonly string[];
}

type ReadSection = (section: DataflowSection) => {
  readonly creates: boolean;
  readonly mergeRows: readonly DataflowRow[];
  readonly propertyRows: readonly DataflowRow[];
};

/** What the datatype's schema says of a path. */
export function schemaOf(datatype: DatatypeModel, path: string): PropertySchema | undefined {
  return Object.hasOwn(datatype.schema, path) ? datatype.schema[path] : undefined;
}

/** The datatype of a key that the model itself has made. */
export function datatypeBy(model: EngineModel, key: string): DatatypeModel {
  const datatype = model.datatypes.get(key);
  if (datatype === undefined) {
    throw new Error(`The model has no datatype ${key}; the state is of another configuration.`);
  }
  return datatype;
}

export function rowsOf(
  section: DataflowSection,
  kind: 'merge-on-match' | 'properties',
): readonly DataflowRow[] {
  return section.statements.flatMap((statement) => (statement.kind === kind ? (statement.rows ?? []) : []));
}

function unsupportedIn(section: DataflowSection): ConfigureAnswer | undefined {
  if (section.statements.some(({ kind }) => kind === 'conditional')) {
    return { unsupported: 'conditions' };
  }
  if (section.statements.some(({ kind }) => kind === 'create-if-connected')) {
    return { unsupported: 'references' };
  }
  const gated = section.statements.some(({ rows }) => rows?.some(({ gate }) => gate !== undefined));
  return gated ? { unsupported: 'gates' } : undefined;
}

/** Why a configuration cannot be worked with; absent when it can. */
export function refusalOf(configure: Configure): ConfigureAnswer | undefined {
  const { fullSync, clear, deletes } = configure.policies;
  if (fullSync === false) {
    return { unsupported: 'fullSync' };
  }
  if (clear === 'restore') {
    return { unsupported: 'clear' };
  }
  if (deletes === 'propagate') {
    return { unsupported: 'deletes' };
  }
  const systems = Object.values(configure.systems);
  const sections = configure.dataflows.flatMap((dataflow) => dataflow.sections);
  const names = new Set(systems.map(({ name }) => name));
  const unknown = sections
    .flatMap(({ source, target }) => [source, target])
    .find(({ system }) => !names.has(system));
  if (unknown !== undefined) {
    const known = [...names].map((name) => JSON.stringify(name)).join(', ');
    return {
      error:
        `A dataflow names the system ${JSON.stringify(unknown.system)} (datatype ${JSON.stringify(unknown.datatype)}), ` +
        `but systems has only ${known}. Add it to systems, with exactly this name.`,
    };
  }
  return sections.map(unsupportedIn).find((answer) => answer !== undefined);
}

interface Usable {
  readonly rows: readonly PropertyRow[];
  readonly notes: readonly string[];
}

function factsAt(
  side: DataflowSide,
  path: string,
  systems: readonly SystemConfiguration[],
): PropertySchema | undefined {
  const properties =
    systems.find(({ name }) => name === side.system)?.schema[side.datatype]?.properties ?? {};
  return Object.hasOwn(properties, path) ? properties[path] : undefined;
}

function usableRows(
  rows: readonly DataflowRow[],
  section: DataflowSection,
  systems: readonly SystemConfiguration[],
): Usable {
  const usable: PropertyRow[] = [];
  const notes: string[] = [];
  const { source, target } = section;
  const heading = `${source.system} ${source.datatype} to ${target.system} ${target.datatype}`;
  for (const [index, row] of rows.entries()) {
    const cast = row.dataType?.name ?? null;
    const targetFacts = factsAt(target, row.target, systems);
    const foreign = [factsAt(source, row.source, systems), targetFacts].some(
      (facts) => facts?.references !== undefined,
    );
    if (row.source === 'id' && row.target === 'id') {
      continue;
    }
    if (cast === 'expression') {
      notes.push(
        `${heading}: the row ${row.source} ~ ${row.target} has an expression as data type and is left out.`,
      );
    } else if (foreign) {
      notes.push(`${heading}: the row ${row.source} ~ ${row.target} is a foreign key and is left out.`);
    } else {
      const targetType = targetFacts?.type ?? 'any';
      usable.push({ number: index + 1, source: row.source, target: row.target, cast, targetType });
    }
  }
  return { rows: usable, notes };
}

/** The data type that the document's property table gives to the pair of a merge row (D6). */
function castOf(row: PropertyRow, section: DataflowSection): CastType {
  for (const { source, target, dataType } of rowsOf(section, 'properties')) {
    const name = dataType?.name ?? null;
    if (source === row.source && target === row.target && name !== 'expression') {
      return name;
    }
  }
  return null;
}

interface SectionReading {
  readonly model: SectionModel;
  readonly notes: readonly string[];
}

function sectionModel(
  section: DataflowSection,
  configure: Configure,
  readSection: ReadSection,
): SectionReading {
  const systems = Object.values(configure.systems);
  const idOf = (side: DataflowSide): string =>
    Object.entries(configure.systems).find(([, { name }]) => name === side.system)?.[0] ?? side.system;
  const { creates, mergeRows, propertyRows } = readSection(section);
  const properties = usableRows(propertyRows, section, systems);
  const merges = usableRows(mergeRows, section, systems);
  return {
    notes: [...properties.notes, ...merges.notes],
    model: {
      source: datatypeKey(idOf(section.source), section.source.datatype),
      target: datatypeKey(idOf(section.target), section.target.datatype),
      creates,
      rows: properties.rows,
      mergeRows: merges.rows.map((row) => ({ ...row, cast: castOf(row, section) })),
    },
  };
}

function prefixesOf(path: string): string[] {
  const steps = path.split('.');
  return steps.map((_, count) => steps.slice(0, count + 1).join('.'));
}

function rememberPaths(find: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>();
  return (path) => {
    const found = known.get(path) ?? find(path);
    known.set(path, found);
    return found;
  };
}

function datatypeModel(key: string, configure: Configure, sections: readonly SectionModel[]): DatatypeModel {
  const [id, name] = JSON.parse(key) as [string, string];
  const configuration = configure.systems[id];
  if (configuration === undefined) {
    throw new Error(`No system has the id ${id}.`);
  }
  const schema = configuration.schema[name]?.properties ?? {};
  const pathsIn = (rowsIn: (section: SectionModel) => readonly PropertyRow[]): string[] =>
    sections.flatMap((section) => [
      ...(section.source === key ? rowsIn(section).map((row) => row.source) : []),
      ...(section.target === key ? rowsIn(section).map((row) => row.target) : []),
    ]);
  const mapped = pathsIn(({ rows }) => rows);
  const matched = pathsIn(({ mergeRows }) => mergeRows);
  const counterparts = sections.flatMap(({ source, target }) => [
    ...(source === key ? [target] : []),
    ...(target === key ? [source] : []),
  ]);
  const isListAt: IsListAt = (path) => Object.hasOwn(schema, path) && schema[path]?.list === true;
  return {
    key,
    system: { id, configuration },
    name,
    schema,
    isListAt,
    meetsList: rememberPaths((path) => prefixesOf(path).some(isListAt)),
    mapped: [...new Set(mapped)].sort(),
    read: [...new Set([...mapped, ...matched])].sort(),
    counterparts: new Set(counterparts),
  };
}

/** The model of a configuration that `refusalOf` has nothing against. */
export function buildModel(configure: Configure, readSection: ReadSection): EngineModel {
  const readings = configure.dataflows
    .flatMap((dataflow) => dataflow.sections)
    .map((section) => sectionModel(section, configure, readSection));
  const sections = readings.map(({ model }) => model);
  const keys = [...new Set(sections.flatMap(({ source, target }) => [source, target]))];
  return {
    systemOrder: new Map(Object.keys(configure.systems).map((id, order) => [id, order])),
    datatypes: new Map(keys.map((key) => [key, datatypeModel(key, configure, sections)])),
    sections,
    notes: readings.flatMap(({ notes }) => notes),
  };
}
