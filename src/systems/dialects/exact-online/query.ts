/** The query options of OData that the API knows. */
import { pairsOf, readParameters, readWholeNumber } from '../../http/parameters';
import type { EntityDefinition, EntityName } from './entities';
import { ENTITIES } from './entities';
import { compileFilter, literalsOf } from './filter';
import type { ODataFilter, FilterLiteral } from './filter';
import { malformed } from './refusal';
import { filterProperty } from './values';

/** What is shown of an entity. */
export interface ODataSelection {
  /** Unique among the selections of the entity. */
  readonly text: string;
  /** Absent: all. */
  readonly properties?: ReadonlySet<string>;
  /** Collections that are shown with their entities; without a set, with all of their properties. */
  readonly expanded: ReadonlyMap<string, ReadonlySet<string> | undefined>;
}

export interface Ordering {
  readonly property: string;
  readonly descending: boolean;
}

/** The options of a listing. */
export interface ODataQuery {
  readonly selection: ODataSelection;
  readonly filter?: ODataFilter;
  readonly ordering: readonly Ordering[];
  /** At most as many records, and in a bare list. */
  readonly top?: number;
  readonly skip: number;
  /** The values by which the last record of the page before was ordered, and its key. */
  readonly behind?: readonly FilterLiteral[];
  readonly count: boolean;
}

/** Query options by name; what is not an option of OData is left out, as the API leaves it out. */
export interface Options {
  readonly values: ReadonlyMap<string, string>;
  /** What the API does not look at. */
  readonly ignored: readonly string[];
}

const KNOWN: readonly string[] = [
  '$select',
  '$filter',
  '$orderby',
  '$top',
  '$skip',
  '$skiptoken',
  '$inlinecount',
  '$expand',
  '$format',
];

/**
 * Reads the options of a query.
 * @throws ExactRefusal (400) for options that are unknown or given twice
 */
export function readOptions(query: string): Options {
  const pairs = [...pairsOf(query)];
  const options = pairs.filter(([name]) => name.startsWith('$'));
  const given = readParameters(options, {
    known: KNOWN,
    refuse: ({ kind, name }) =>
      malformed(
        kind === 'unknown'
          ? `The query parameter '${name}' begins with a system-reserved '$' character but is not recognized.`
          : `Query parameter '${name}' is specified, but it should be specified exactly once.`,
      ),
  });
  const values = new Map(Array.from(given, ([name, value]) => [name, value.trim()] as const));
  const ignored = pairs.map(([name]) => name).filter((name) => !name.startsWith('$'));
  const format = values.get('$format') ?? 'json';
  if (format !== 'json') {
    throw malformed(`The format '${format}' is not offered; ask for json.`);
  }
  return { values, ignored };
}

/**
 * Refuses a query that has other options than these.
 * @throws ExactRefusal (400)
 */
export function requireOnly({ values }: Options, allowed: readonly string[]): void {
  const wrong = [...values.keys()].filter((name) => name !== '$format' && !allowed.includes(name));
  if (wrong.length > 0) {
    throw malformed(`Query options ${wrong.join(', ')} cannot be applied to the requested resource.`);
  }
}

/**
 * Reads the options of a listing.
 * @throws ExactRefusal (400) for whatever cannot be read, and for a filter that does not meet mandatory filtering
 */
export function readListQuery({ values }: Options, entity: EntityName, within = false): ODataQuery {
  const definition = ENTITIES[entity];
  const filterText = values.get('$filter');
  const filter =
    filterText === undefined
      ? undefined
      : compileFilter(filterText, (name) => {
          const property = definition.properties.get(name);
          return property === undefined ? undefined : filterProperty(property);
        });
  if (!within) {
    requireFilter(definition, filter);
  }
  const ordering = readOrdering(values.get('$orderby'), definition);
  const top = readCount('$top', values.get('$top'));
  const behind = values.get('$skiptoken');
  return {
    selection: readSelection({ values }, definition),
    ordering,
    skip: readCount('$skip', values.get('$skip')) ?? 0,
    count: readInlineCount(values.get('$inlinecount')),
    ...(filter === undefined ? {} : { filter }),
    ...(top === undefined ? {} : { top }),
    ...(behind === undefined ? {} : { behind: readBehind(behind, ordering, definition) }),
  };
}

function requireFilter(
  { mandatoryFilter, properties }: EntityDefinition,
  filter: ODataFilter | undefined,
): void {
  const named = [...(filter?.properties ?? [])];
  if (!mandatoryFilter || named.some((name) => properties.get(name)?.selective === true)) {
    return;
  }
  const fields = [...properties].filter(([, { selective }]) => selective).map(([name]) => name);
  throw malformed(
    'This endpoint has mandatory filtering applied. A GET request for this endpoint must have a $filter parameter ' +
      `with one of the following fields in the url: ${fields.join(', ')}.`,
  );
}

function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const count = readWholeNumber(text, { digits: 9 });
  if (count === undefined) {
    throw malformed(`Incorrect format for ${name} argument '${text}': it must be a whole number, 0 or more.`);
  }
  return count;
}

function readInlineCount(text: string | undefined): boolean {
  if (text !== undefined && text !== 'allpages' && text !== 'none') {
    throw malformed(`Unknown $inlinecount option '${text}', only 'allpages' and 'none' are supported.`);
  }
  return text === 'allpages';
}

function readOrdering(text: string | undefined, { properties }: EntityDefinition): readonly Ordering[] {
  if (text === undefined) {
    return [];
  }
  return text.split(',').map((term) => {
    const [property = '', direction = 'asc', ...more] = term.trim().split(/[ \t]+/);
    if (!properties.has(property) || !['asc', 'desc'].includes(direction) || more.length > 0) {
      throw malformed(`Syntax error in $orderby '${text}': '${term.trim()}'.`);
    }
    return { property, descending: direction === 'desc' };
  });
}

function readBehind(
  text: string,
  ordering: readonly Ordering[],
  { key, properties }: EntityDefinition,
): readonly FilterLiteral[] {
  const literals = literalsOf(text);
  const wanted = [...ordering.map(({ property }) => property), key].map((name) => properties.get(name));
  const fits =
    literals.length === wanted.length &&
    wanted.every((definition, index) => {
      const type = literals[index]?.type;
      return definition !== undefined && (type === filterProperty(definition).type || type === 'null');
    });
  if (!fits || literals.at(-1)?.type !== 'guid') {
    throw malformed(`The skip token '${text}' does not fit the order of the listing; take it from __next.`);
  }
  return literals;
}

function names(text: string | undefined): readonly string[] {
  return text === undefined ? [] : text.split(',').map((name) => name.trim());
}

/**
 * Reads `$select` and `$expand`. A collection that is expanded is shown where `$select` names it or is absent.
 * @throws ExactRefusal (400) for names that the entity does not have
 */
export function readSelection(
  { values }: Pick<Options, 'values'>,
  definition: EntityDefinition,
): ODataSelection {
  const expand = names(values.get('$expand'));
  const unknown = expand.find((name) => !definition.collections.has(name));
  if (unknown !== undefined) {
    throw malformed(`Could not find a property named '${unknown}' to expand.`);
  }
  const text = `${values.get('$select') ?? ''}&${expand.join()}`;
  const select = names(values.get('$select'));
  if (select.length === 0 || select.includes('*')) {
    const expanded = new Map(expand.map((name) => [name, undefined] as const));
    return { text, expanded };
  }
  const properties = new Set<string>();
  const expanded = new Map<string, ReadonlySet<string> | undefined>();
  for (const name of select) {
    const [own = '', ...inner] = name.split('/');
    requireSelectable(name, definition, expand);
    properties.add(own);
    if (expand.includes(own)) {
      const present = expanded.get(own);
      const whole = inner.length === 0 || (expanded.has(own) && present === undefined);
      expanded.set(own, whole ? undefined : new Set([...(present ?? []), inner.join('/')]));
    }
  }
  return { text, properties, expanded };
}

function requireSelectable(name: string, definition: EntityDefinition, expand: readonly string[]): void {
  const [own = '', inner, ...more] = name.split('/');
  const below = definition.collections.get(own);
  const fits =
    inner === undefined
      ? definition.properties.has(own) || definition.collections.has(own)
      : expand.includes(own) && below !== undefined && ENTITIES[below].properties.has(inner);
  if (!fits || more.length > 0) {
    throw malformed(
      `Could not find a property named '${name}' on type '${definition.type}'${inner === undefined ? '' : ', or it is not expanded'}.`,
    );
  }
}
