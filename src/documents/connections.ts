/** What a create-if-connected sentence is connected to: a system and datatypes of it, whose names may hold ", " and "or". */
import type { Side } from '../model';

/** The names that the headings of a whole document know. */
export interface KnownNames {
  /** The title's systems, and the labels that headings write instead of them. */
  readonly systems: readonly string[];
  /** By a system's name or label, as headings write it: the datatypes that headings give to it. */
  readonly datatypes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Gathers the names of a document: those of its title's systems, and of all sides of its sections. */
export function knownNames(titleSystems: readonly string[], sides: Iterable<Side>): KnownNames {
  const systems = new Set(titleSystems);
  const datatypes = new Map<string, Set<string>>();
  for (const { system, label, datatype } of sides) {
    const name = label ?? system;
    systems.add(name);
    datatypes.set(name, (datatypes.get(name) ?? new Set()).add(datatype));
  }
  return { systems: [...systems].filter((name) => name !== ''), datatypes };
}

/** Where a phrase starts with one of the names at a word's end: the longest such name. */
export function longestName(phrase: string, names: readonly string[]): string | undefined {
  return names
    .filter((name) => name !== '' && phrase.startsWith(`${name} `))
    .reduce<string | undefined>(
      (best, name) => (best === undefined || name.length > best.length ? name : best),
      undefined,
    );
}

/** A name with more separators in it is not looked for: a limit for hostile documents. */
const MOST_PIECES = 6;

interface Piece {
  readonly text: string;
  /** What stands in front of it. */
  readonly separator: string;
}

/** Cuts `A`, `A, or B`, `A, B, or C`, also `A or B` and `A, B or C`: an "or" behind ", " ends the list by itself. */
function piecesOf(text: string): Piece[] {
  const items = text.split(', ').map((item, at): Piece => ({ text: item, separator: at === 0 ? '' : ', ' }));
  const last = items.pop() ?? { text: '', separator: '' };
  if (last.text.startsWith('or ')) {
    return [...items, { text: last.text.slice('or '.length), separator: `${last.separator}or ` }];
  }
  const [first = '', ...others] = last.text.split(' or ');
  return [
    ...items,
    { ...last, text: first },
    ...others.map((item): Piece => ({ text: item, separator: ' or ' })),
  ];
}

/** The names in a list; pieces that are one known name together stay together, the longest first. */
function listed(text: string, known: ReadonlySet<string>): string[] {
  const pieces = piecesOf(text);
  const written = (from: number, to: number): string =>
    pieces
      .slice(from, to)
      .map((piece, at) => (at === 0 ? piece.text : `${piece.separator}${piece.text}`))
      .join('');
  const names: string[] = [];
  for (let at = 0; at < pieces.length;) {
    let end = Math.min(pieces.length, at + MOST_PIECES);
    while (end > at + 1 && !known.has(written(at, end))) {
      end -= 1;
    }
    names.push(written(at, end));
    at = end;
  }
  return names;
}

/**
 * Reads `<S> <Z1>[, <Z2>, or <Zn>]`: the system is the longest name that the document knows, else the first word;
 * "A or B" is one datatype where a heading of the document names it so, else two. Takes linear time.
 */
export function connectionOf(text: string, known: KnownNames): { system: string; datatypes: string[] } {
  const blank = text.indexOf(' ');
  const system = longestName(text, known.systems) ?? (blank === -1 ? '' : text.slice(0, blank));
  const datatypes = known.datatypes.get(system) ?? new Set<string>();
  return { system, datatypes: listed(text.slice(system.length).trim(), datatypes) };
}
