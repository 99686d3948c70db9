import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SENTENCE_KINDS, STATEMENT_KINDS, TABLE_KINDS, type CheckKind, type StatementKind } from '.';

const ROOT = resolve(__dirname, '../..');

const OTHER_CHECK_KINDS: Readonly<Record<Exclude<CheckKind, StatementKind>, true>> = {
  title: true,
  generated: true,
  introduction: true,
  heading: true,
  'table-header': true,
  'not-understood': true,
};

/** Every list of words in a schema, and the words of every `const`, with the path to it. */
function wordLists(value: unknown, path: string): { path: string; words: string[] }[] {
  if (Array.isArray(value)) {
    const words = value.filter((word): word is string => typeof word === 'string');
    const deeper = value.flatMap((each, at) => wordLists(each, `${path}/${at}`));
    return path.endsWith('/enum') ? [{ path, words }, ...deeper] : deeper;
  }
  if (typeof value !== 'object' || value === null) {
    return path.endsWith('/const') && typeof value === 'string' ? [{ path, words: [value] }] : [];
  }
  return Object.entries(value).flatMap(([name, each]) => wordLists(each, `${path}/${name}`));
}

/** The lists of a schema that name the kinds of statements or checks. */
function kindLists(file: string): { path: string; words: string[] }[] {
  const schema: unknown = JSON.parse(readFileSync(join(ROOT, 'schemas', file), 'utf8'));
  return wordLists(schema, file).filter(({ path }) => /\/(kind|checkKind)\/(enum|const)$/.test(path));
}

function sorted(words: readonly string[]): string {
  return [...words].sort().join();
}

/** What a list may hold: all kinds, all kinds of check, or all kinds that a part of a statement belongs to. */
const COMPLETE: ReadonlySet<string> = new Set([
  sorted(STATEMENT_KINDS),
  sorted([...STATEMENT_KINDS, ...Object.keys(OTHER_CHECK_KINDS)]),
  sorted(TABLE_KINDS),
  sorted(STATEMENT_KINDS.filter((kind) => SENTENCE_KINDS[kind].table === 'typed-pairs')),
  sorted(STATEMENT_KINDS.filter((kind) => SENTENCE_KINDS[kind].reads === 'connection')),
  sorted(STATEMENT_KINDS.filter((kind) => SENTENCE_KINDS[kind].reads === 'condition')),
]);

describe('sentence kinds', () => {
  it('state each pair of kinds that exclude each other once, and no kind excludes itself', () => {
    const pairs = STATEMENT_KINDS.flatMap((kind) =>
      SENTENCE_KINDS[kind].excludes.map((other) => sorted([kind, other])),
    );
    assert.deepEqual(pairs, [...new Set(pairs)]);
    assert.ok(STATEMENT_KINDS.every((kind) => !SENTENCE_KINDS[kind].excludes.includes(kind)));
  });

  it('have patterns that differ, with the slots for what is read out of them and no other', () => {
    const slots = { nothing: [], connection: ['connection', 'system'], condition: ['condition'] };
    for (const kind of STATEMENT_KINDS) {
      const { pattern, reads } = SENTENCE_KINDS[kind];
      const free = [...pattern.matchAll(/\{(\w{2,})\}/g)].map(([, name]) => name);
      assert.deepEqual(free, slots[reads], kind);
    }
    assert.equal(
      new Set(STATEMENT_KINDS.map((kind) => SENTENCE_KINDS[kind].pattern)).size,
      STATEMENT_KINDS.length,
    );
  });

  it('say what is created only where a section says so in one way: what never creates excludes what always does', () => {
    for (const kind of STATEMENT_KINDS.filter((each) => SENTENCE_KINDS[each].creates === 'never')) {
      const creating = STATEMENT_KINDS.filter((each) => SENTENCE_KINDS[each].creates === 'always');
      const free = creating.filter(
        (each) =>
          !SENTENCE_KINDS[kind].excludes.includes(each) && !SENTENCE_KINDS[each].excludes.includes(kind),
      );
      assert.deepEqual(free, [], `${kind} beside`);
    }
  });

  for (const file of readdirSync(join(ROOT, 'schemas')).filter((name) => name.endsWith('.json'))) {
    it(`are all in each list of kinds in schemas/${file}`, () => {
      for (const { path, words } of kindLists(file)) {
        const known = words.some((word) => Object.hasOwn(SENTENCE_KINDS, word));
        const missing = STATEMENT_KINDS.filter((kind) => !words.includes(kind));
        assert.ok(
          !known || COMPLETE.has(sorted(words)),
          `${path} holds ${words.join(', ')}; not in it: ${missing.join(', ')}`,
        );
      }
    });
  }

  it('are listed in four schemas', () => {
    const files = readdirSync(join(ROOT, 'schemas')).filter((name) => name.endsWith('.json'));
    assert.deepEqual(
      files.filter((file) => kindLists(file).some(({ words }) => words.includes(STATEMENT_KINDS[0]!))),
      ['diff.json', 'document.json', 'engine-protocol.json', 'results.json'],
    );
  });
});
