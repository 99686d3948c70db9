import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { checksOf } from '../model';
import { parseDocument } from './document';
import {
  mergeHeader,
  mergeSentence,
  parse,
  propertiesHeader,
  propertiesSentence,
  shopSection,
  table,
  unaccounted,
} from './testing';

const specs = resolve(__dirname, '../../specs');
const texts = readdirSync(specs)
  .filter((name) => name.endsWith('.rst'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(specs, name), 'utf8') }));
const rich = shopSection(
  'Every Shop Order will be synchronized with a Desk Ticket.',
  '',
  'If a matching Desk Ticket already exists, the Shop Order will be merged with the existing one.',
  'If no matching Desk Ticket is found, a new Desk Ticket will be created.',
  '',
  mergeSentence,
  table(mergeHeader, ['a', 'b'], ['c.d', 'e (Dependant on having NO in f)']),
  propertiesSentence,
  table(propertiesHeader, ['a', 'b', '"string"'], ['c', 'd', ''], ['e', 'f', 'N/A']),
);

/** What one edit of a document can do to its lines. */
const fragments = [
  '',
  ' ',
  '\t',
  '----',
  '=====',
  '-',
  '* - x',
  '   * - x',
  '     - y',
  '   :widths: 1',
  '.. list-table::',
  '.. note::',
  '..',
  '| x',
  'Some text',
  '   Some text',
  'A to B',
  'Introduction',
  'Generated: now',
  ':header-rows: 1',
  '   :header-rows: 1',
  'x, it  will be synchronized with a Desk Ticket.',
  'Every Shop Order will be synchronized with a Desk Ticket.',
  '++++',
  '"',
  '::',
  'Shop Order to Desk Ticket',
  '\u00a0',
  '\u2028',
  '\f',
];

interface Edit {
  readonly at: number;
  readonly does: 'insert' | 'replace' | 'remove' | 'cut' | 'swap';
  readonly fragment: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(200),
  does: fc.constantFrom('insert', 'replace', 'remove', 'cut', 'swap'),
  fragment: fc.oneof(fc.constantFrom(...fragments), fc.string({ maxLength: 12 })),
});

function edited(text: string, edits: readonly Edit[]): string {
  const lines = text.split('\n');
  for (const { at, does, fragment } of edits) {
    const index = at % lines.length;
    const line = lines[index] ?? '';
    if (does === 'insert') {
      lines.splice(index, 0, fragment);
    }
    if (does === 'replace') {
      lines[index] = fragment;
    }
    if (does === 'remove') {
      lines.splice(index, 1);
    }
    if (does === 'cut') {
      lines[index] = line.slice(0, Math.floor(line.length / 2));
    }
    if (does === 'swap') {
      lines.splice(index, 2, lines[index + 1] ?? '', line);
    }
  }
  return lines.join('\n');
}

describe('accounting of lines', () => {
  for (const { name, text } of texts) {
    it(`every line of specs/${name} belongs to exactly one thing, and everything is understood`, () => {
      const document = parse(text);
      assert.deepEqual(unaccounted(document, text), []);
      assert.deepEqual(
        document.diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      );
      assert.deepEqual(
        [...document.notUnderstood, ...document.sections.flatMap((section) => section.notUnderstood)],
        [],
      );
    });
  }

  it('every line of a document with all shapes belongs to exactly one thing', () => {
    const document = parse(rich);
    assert.deepEqual(unaccounted(document, rich), []);
    assert.deepEqual(document.diagnostics, []);
  });

  it('every line of an edited document belongs to exactly one thing', () => {
    const original = fc.constantFrom(rich, ...texts.map(({ text }) => text));
    fc.assert(
      fc.property(original, fc.array(edit, { minLength: 1, maxLength: 12 }), (text, edits) => {
        const changed = edited(text, edits);
        assert.deepEqual(unaccounted(parse(changed), changed), []);
      }),
      { numRuns: 1500 },
    );
  });

  it('what is not understood always has a diagnostic, and a check of its own', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const document = parse(edited(rich, edits));
        const lost = [
          ...document.notUnderstood,
          ...document.sections.flatMap((section) => section.notUnderstood),
        ];
        const isRefused = document.title === '';
        const unreported = lost.filter(
          ({ line, endLine }) =>
            !document.diagnostics.some(
              (found) => found.severity === 'error' && found.line <= endLine && found.line >= line,
            ),
        );
        if (!isRefused) {
          assert.deepEqual(unreported, []);
        }
        assert.equal(checksOf(document).filter(({ kind }) => kind === 'not-understood').length, lost.length);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        parseDocument({ path: 'x.rst', bytes });
      }),
      { numRuns: 500 },
    );
  });
});
