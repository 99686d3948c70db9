import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { HOSTILE_SHAPES } from '../../bench/hostile-shapes';
import type { Work } from '../../bench/work-of-reading';
import { checksOf } from '../model';
import type { DataflowDocument, NotUnderstood } from '../model';
import { LARGEST_DOCUMENT, parseDocument } from './document';
import { parse, unaccounted } from './testing';
import { documentPlan } from './testing-plans';
import { writeDocument } from './write';

function lostIn(document: DataflowDocument): NotUnderstood[] {
  return [...document.notUnderstood, ...document.sections.flatMap((section) => section.notUnderstood)];
}

/** What must hold for any bytes: reading ends, every line is accounted for, and what is lost is said. */
function assertSound(bytes: Uint8Array): DataflowDocument {
  const document = parseDocument({ path: 'specs/fuzz.rst', bytes });
  if (lostIn(document).length > 0) {
    assert.ok(
      document.diagnostics.some(({ severity }) => severity === 'error'),
      'lines are lost, and nothing says so',
    );
  }
  assert.deepEqual(unaccounted(document, new TextDecoder().decode(bytes)), []);
  const ids = checksOf(document).map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  return document;
}

/** What is put into the middle of a document: bytes that no text has, and characters that look like something else. */
const foreign = [
  [0x00],
  [0x0d],
  [0x0a],
  [0x0d, 0x0d, 0x0a],
  [0xef, 0xbb, 0xbf],
  [0xff],
  [0xc3],
  [0xc3, 0x28],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x80, 0xa8],
  [0xe2, 0x80, 0xae],
  [0xc2, 0xa0],
  [0xc2, 0x85],
  [0x0c],
  [0x0b],
  [0x1b],
  [0x60],
  [0x7c],
];

interface Mutation {
  readonly does: 'flip' | 'insert' | 'remove' | 'repeat' | 'stretch';
  readonly at: number;
  readonly length: number;
  readonly piece: readonly number[];
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  does: fc.constantFrom('flip', 'insert', 'remove', 'repeat', 'stretch'),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 200 }),
  piece: fc.oneof(fc.constantFrom(...foreign), fc.array(fc.nat(255), { minLength: 1, maxLength: 4 })),
});

function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  let result = [...bytes];
  for (const { does, at, length, piece } of mutations) {
    const from = result.length === 0 ? 0 : at % result.length;
    const [before, range, after] = [
      result.slice(0, from),
      result.slice(from, from + length),
      result.slice(from + length),
    ];
    if (does === 'flip') {
      result[from] = (result[from] ?? 0) ^ (1 << (length % 8));
    }
    if (does === 'insert') {
      result = [...before, ...piece, ...range, ...after];
    }
    if (does === 'remove') {
      result = [...before, ...after];
    }
    if (does === 'repeat') {
      result = [...before, ...range, ...range, ...after];
    }
    if (does === 'stretch') {
      result = [...before, ...new Array<number>(length * 50).fill(piece[0] ?? 0), ...range, ...after];
    }
  }
  return Uint8Array.from(result);
}

const written = documentPlan.map((plan) =>
  new TextEncoder().encode(writeDocument(plan, { lineEnd: '\r\n' })),
);

describe('reading bytes that went wrong', () => {
  it('accounts for every line, and says what is lost, whatever was flipped, put in, left out or repeated', () => {
    fc.assert(
      fc.property(written, fc.array(mutation, { minLength: 1, maxLength: 6 }), (bytes, mutations) => {
        assertSound(mutated(bytes, mutations));
      }),
      { numRuns: 200 },
    );
  });

  it('accounts for every line of a document that was cut off anywhere', () => {
    fc.assert(
      fc.property(written, (bytes) => {
        const step = Math.max(1, Math.floor(bytes.length / 40));
        for (let end = 0; end < bytes.length; end += step) {
          assertSound(bytes.slice(0, end));
        }
      }),
      { numRuns: 10 },
    );
  });

  it('refuses what is not UTF-8, at its place', () => {
    fc.assert(
      fc.property(written, fc.constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80]), (bytes, piece) => {
        const end = bytes.lastIndexOf(0x0d);
        const document = assertSound(
          Uint8Array.from([...bytes.slice(0, end), ...piece, ...bytes.slice(end)]),
        );
        const [first] = document.diagnostics;
        assert.equal(first?.code, 'not-utf8');
        assert.equal(first.line, bytes.filter((byte) => byte === 0x0a).length);
      }),
      { numRuns: 100 },
    );
  });
});

/** Shapes that only a large document shows to be hostile: long lines, and lists of a hundred thousand things. */
const largest = new Set([
  'no line end at all',
  'gates in gates',
  'broken gates',
  'options',
  'stars',
  'one line, no title',
]);

describe('reading hostile documents', () => {
  for (const { name, text } of HOSTILE_SHAPES) {
    it(`${name}: accounts for every line, and says what is lost`, () => {
      assertSound(new TextEncoder().encode(text(10_000)));
    });
  }

  for (const { name, text } of HOSTILE_SHAPES.filter((shape) => largest.has(shape.name))) {
    it(`${name}: ends, also where the document is as large as a document may be`, () => {
      const document = parse(text(LARGEST_DOCUMENT - 1));
      assert.ok(lostIn(document).length > 0);
      assert.ok(document.diagnostics.every(({ code }) => code !== 'too-large'));
    });
  }

  it('refuses a document that is larger than a document may be', () => {
    const [shape] = HOSTILE_SHAPES;
    const document = parse(`${shape!.text(LARGEST_DOCUMENT)}xx`);
    assert.deepEqual(
      document.diagnostics.map(({ code }) => code),
      ['too-large'],
    );
  });
});

describe('the work of reading', () => {
  let counted: readonly Work[] = [];

  before(() => {
    const root = resolve(__dirname, '../..');
    const script = ['--require', 'ts-node/register', 'bench/work-of-reading.ts'];
    counted = JSON.parse(execFileSync(process.execPath, script, { cwd: root, encoding: 'utf8' })) as Work[];
  });

  for (const { name } of HOSTILE_SHAPES) {
    it(`${name}: is at most doubled where the document is`, () => {
      const { small, large } = counted.find((work) => work.name === name)!;
      assert.ok(small > 0);
      assert.ok(large <= 2.2 * small + 1000, `${small} steps for 10 KB, ${large} for 20 KB`);
    });
  }
});
