/** How the API shows its entities: OData's verbose JSON, all properties there, empty ones as null. */
import type { ApiResponse } from '../../core/dialect';
import type { SystemRecord } from '../../core/types';
import { jsonResponse } from '../../http/responses';
import type { Administration } from './administration';
import { ENTITIES } from './entities';
import type { EntityName } from './entities';
import type { ODataSelection } from './query';
import { JSON_TYPE } from './refusal';
import { wireValue } from './values';
import type { Json } from '../../../core/json';

/** All of an entity, collections deferred. */
export const WHOLE: ODataSelection = { text: '&', expanded: new Map() };

/** Shows the entities of one administration. */
export interface Presenter {
  /** The JSON text of an entity. */
  entity(name: EntityName, record: SystemRecord, selection: ODataSelection): string;
  /** The JSON text of an entity as it is answered to a creation that did not ask for it: the key, and nulls. */
  bare(name: EntityName, record: SystemRecord): string;
  /** Of a collection, `…/api/v1/123/crm/Accounts`. */
  uriOf(name: EntityName): string;
}

interface Shown {
  readonly selection: string;
  readonly generation: number;
  readonly text: string;
}

/** Makes the presenter of an administration. */
export function createPresenter(administration: Administration, baseUrl: string): Presenter {
  const uriOf = (name: EntityName): string =>
    `${baseUrl}/api/v1/${administration.division}/${ENTITIES[name].service}/${name}`;
  const keyUri = (name: EntityName, id: string): string => `${uriOf(name)}(guid'${id}')`;
  /** A text holds until anything changes: names of other records are shown too. Records are replaced when they change. */
  const texts = new WeakMap<SystemRecord, Shown>();

  const build = (name: EntityName, record: SystemRecord, selection: ODataSelection): Json => {
    const definition = ENTITIES[name];
    const shown: Record<string, Json> = {
      __metadata: { uri: keyUri(name, record.id), type: definition.type },
    };
    for (const [property, facts] of definition.properties) {
      if (selection.properties?.has(property) === false) {
        continue;
      }
      shown[property] = wireValue(facts, administration.valueOf(name, record, property));
    }
    for (const [collection, entity] of definition.collections) {
      if (selection.properties?.has(collection) === false) {
        continue;
      }
      shown[collection] = selection.expanded.has(collection)
        ? { results: expanded(entity, record, selection.expanded.get(collection)) }
        : { __deferred: { uri: `${keyUri(name, record.id)}/${collection}` } };
    }
    return shown;
  };
  const expanded = (
    entity: EntityName | undefined,
    record: SystemRecord,
    properties: ReadonlySet<string> | undefined,
  ): readonly Json[] => {
    if (entity === undefined) {
      return [];
    }
    const selection = properties === undefined ? WHOLE : { ...WHOLE, properties };
    return administration.linesOf(record).map((line) => build(entity, line, selection));
  };
  return {
    entity(name, record, selection) {
      const { generation } = administration;
      const known = texts.get(record);
      if (known?.selection === selection.text && known.generation === generation) {
        return known.text;
      }
      const text = JSON.stringify(build(name, record, selection));
      texts.set(record, { selection: selection.text, generation, text });
      return text;
    },
    bare(name, record) {
      const { key, properties, type } = ENTITIES[name];
      const nulls = Array.from(properties.keys(), (property) => [property, null] as const);
      return JSON.stringify({
        __metadata: { uri: keyUri(name, record.id), type },
        ...Object.fromEntries(nulls),
        [key]: record.id,
      });
    },
    uriOf,
  };
}

/** `{"d": …}`. */
export function dataAnswer(
  status: 200 | 201,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return jsonResponse(status, `{"d":${text}}`, headers, JSON_TYPE);
}
