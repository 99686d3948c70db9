/** How records become the JSON of answers. */
import type { ApiResponse } from '../../core/dialect';
import { perRecord } from '../../core/store';
import type { Properties, SystemRecord } from '../../core/types';
import { jsonResponse } from '../../http/responses';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

/** How the records of one datatype are shown. */
export interface Presentation {
  /** The JSON text of a record; made once for each record and form. */
  text(record: SystemRecord, form?: string): string;
}

/** Makes the presentation of records whose members `view` gives. */
export function createPresentation(view: (record: SystemRecord, form: string) => Properties): Presentation {
  const formsOf = perRecord(() => new Map<string, string>());
  return {
    text(record, form = 'FULL') {
      const forms = formsOf(record);
      const text = forms.get(form) ?? JSON.stringify(view(record, form));
      forms.set(form, text);
      return text;
    },
  };
}

/** Wix leaves out what is not set: members that are null, empty texts and objects without members. */
export function withoutBlanks(value: Properties): Properties {
  const members: [string, Json][] = [];
  for (const [name, member] of Object.entries(value)) {
    const kept = isObject(member) ? withoutBlanks(member) : isList(member) ? member.map(cleaned) : member;
    const blank = kept === null || kept === '' || (isObject(kept) && Object.keys(kept).length === 0);
    if (!blank) {
      members.push([name, kept]);
    }
  }
  return Object.fromEntries(members);
}

function cleaned(element: Json): Json {
  return isObject(element) ? withoutBlanks(element) : element;
}

/** The parts of an object at dotted paths; objects on the way are kept, lists are kept whole. */
export function pick(value: Properties, paths: readonly string[]): Properties {
  const tails = new Map<string, string[]>();
  for (const path of paths) {
    const dot = path.indexOf('.');
    const step = dot < 0 ? path : path.slice(0, dot);
    tails.set(step, [...(tails.get(step) ?? []), dot < 0 ? '' : path.slice(dot + 1)]);
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, Json][] => {
      const below = tails.get(name);
      if (below === undefined) {
        return [];
      }
      return [[name, isObject(member) && !below.includes('') ? pick(member, below) : member]];
    }),
  );
}

/** The object without some of its members. */
export function omit(value: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}

/** A time as Wix writes it: ISO 8601, UTC, with milliseconds. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A successful answer: JSON text, as Wix gives it with status 200 to every call, creations included. */
export function jsonAnswer(body: string): ApiResponse {
  return jsonResponse(200, body);
}
