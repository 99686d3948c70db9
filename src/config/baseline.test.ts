import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { project } from '../cli/testing';
import { LocatedError } from '../core/located-error';
import { UsageError } from '../core/usage-error';
import { assertWritableBaseline, readBaseline, writeBaseline } from '.';

const NAME = 'baseline.yaml';

function fileWith(text: string | Uint8Array, name = NAME): string {
  return join(project({ [name]: text }), name);
}

/** The text after an update. */
async function edited(
  text: string,
  edit: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  name = NAME,
): Promise<string> {
  const file = fileWith(text, name);
  writeBaseline(await readBaseline(file), { add: [], remove: [], ...edit });
  return readFileSync(file, 'utf8');
}

describe('reading a baseline', () => {
  it('gives every entry with its place', async () => {
    const text = `# ours
known:
  - check: a/b/keep-in-sync
    reason: rounding
    issue: https://issues.example/7
  - {check: a/c}
`;
    assert.deepEqual((await readBaseline(fileWith(text))).entries, [
      {
        check: 'a/b/keep-in-sync',
        reason: 'rounding',
        issue: 'https://issues.example/7',
        line: 3,
        column: 12,
      },
      { check: 'a/c', line: 6, column: 13 },
    ]);
  });

  it('takes the example of docs/verdicts.md', async () => {
    const docs = readFileSync(join(__dirname, '../../docs/verdicts.md'), 'utf8');
    const { entries } = await readBaseline(fileWith(/```yaml\n([^]*?)```/.exec(docs)?.[1] ?? ''));
    assert.deepEqual(
      entries.map(({ reason, issue }) => [reason !== undefined, issue !== undefined]),
      [
        [true, true],
        [false, false],
      ],
    );
  });

  for (const text of ['', '# nothing yet\n', 'known:\n', 'known: []\n']) {
    it(`takes ${JSON.stringify(text)} as one without entries`, async () => {
      assert.deepEqual((await readBaseline(fileWith(text))).entries, []);
    });
  }

  const wrong: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['an unknown key', 'know: []\n', ':1:1: unknown key "know"; did you mean "known"?'],
    [
      'an unknown key of an entry',
      'known:\n  - check: a\n    reasn: x\n',
      ':3:5: unknown key "reasn" in "known.0"; did you mean "reason"?',
    ],
    ['an entry without a check', 'known:\n  - reason: x\n', ':2:5: "known.0" lacks "check"; add it'],
    [
      'an issue that is not an address',
      'known:\n  - check: a\n    issue: "#7"\n',
      ':3:12: "known.0.issue" is not written as it must be; write an address that begins with http:// or https://',
    ],
    [
      'a check twice',
      'known:\n  - check: a\n  - check: b\n  - check: a\n',
      ':4:12: "a" is listed twice; remove one of the two',
    ],
    ['a list', '- check: a\n', ':1:1: the file has the wrong type; write a value of the type object'],
    ['what is not UTF-8', new Uint8Array([0xff, 0xfe]), ': it is not UTF-8; save it as UTF-8'],
  ];
  for (const [what, text, message] of wrong) {
    it(`refuses ${what}, and says where and how to fix it`, async () => {
      const file = fileWith(text);
      await assert.rejects(readBaseline(file), (error) => {
        assert.ok(error instanceof LocatedError);
        assert.equal(error.message, `${file}${message}`);
        return true;
      });
    });
  }

  it('refuses a file that does not exist, unless it is to be written', async () => {
    const file = join(project(), NAME);
    await assert.rejects(readBaseline(file), /baseline\.yaml: the baseline does not exist; write it with/);
    assert.deepEqual(await readBaseline(file, true), { file, text: '', entries: [] });
  });
});

describe('updating a baseline', () => {
  const TEXT = `# yaml-language-server: $schema=baseline.json
# What we know.

known:
  # A says that this is a feature.
  - check: a/one   # see below
    reason: >
      a reason of
      two lines
    # until 2027

  # With B.
  - check: b/two
    issue: "https://issues.example/7"   # open
  - {check: 'c/three', reason: 'it''s late'}
# The end.
`;

  it('keeps every byte of the entries that stay, with the comments above and in them', async () => {
    assert.equal(
      await edited(TEXT, { add: ['b/new', 'a/a~x:y'] }),
      TEXT.replace('  # A says', '  - check: a/a~x:y\n  # A says').replace(
        '\n  # With B.',
        '  - check: b/new\n\n  # With B.',
      ),
    );
  });

  it('removes an entry with the comments above and in it', async () => {
    const [head, rest = ''] = TEXT.split(/(?= {2}# A says)/);
    assert.equal(
      await edited(TEXT, { remove: ['a/one'] }),
      `${head}${rest.slice(rest.indexOf('\n  # With B.'))}`,
    );
    assert.equal(
      await edited(TEXT, { remove: ['b/two', 'c/three'] }),
      TEXT.replace(/\n {2}# With B[^]*late'\}\n/, ''),
    );
  });

  it('leaves an empty list where nothing is left, and fills it again', async () => {
    const empty = await edited('# ours\nknown: # all\n- check: a\n- check: b\n# end\n', {
      remove: ['a', 'b'],
    });
    assert.equal(empty, '# ours\nknown: [] # all\n# end\n');
    const filled = await edited(empty, { add: ['x'] });
    assert.match(filled, /^# ours\nknown:/);
    assert.match(filled, /- check: x\n[^]*# end\n$/);
  });

  it('sorts the entries', async () => {
    assert.equal(
      await edited('known:\n  - check: c\n    reason: see c\n  - check: a\n', { add: ['b'] }),
      'known:\n  - check: a\n  - check: b\n  - check: c\n    reason: see c\n',
    );
  });

  it('quotes what YAML would read as something else', async () => {
    const written = await edited('', { add: ['123', 'a: b', '# c', 'true'] });
    const known = parseDocument(written).toJS() as { known: readonly { check: string }[] };
    assert.deepEqual(
      known.known.map(({ check }) => check),
      ['# c', '123', 'a: b', 'true'],
    );
  });

  for (const text of ['', '# ours\n', 'known:\n', 'known: []\n', 'known: [{check: b, reason: r}]\n']) {
    it(`adds to ${JSON.stringify(text)}`, async () => {
      const written = await edited(text, { add: ['a'] });
      assert.ok(written.startsWith('#') || text.startsWith('known'), written);
      assert.equal(written.includes('# ours'), text.includes('# ours'));
      const file = fileWith(written);
      const { entries } = await readBaseline(file);
      assert.deepEqual(
        entries.map(({ check, reason }) => [check, reason]),
        [['a', undefined], ...(text.includes('reason') ? [['b', 'r']] : [])],
      );
    });
  }

  it('adds to a file that is laid out in a way that nobody foresaw', async () => {
    const written = await edited('? known\n: - check: b\n    reason: r\n  - check: a\n', { add: ['c'] });
    const { entries } = await readBaseline(fileWith(written));
    assert.deepEqual(
      entries.map(({ check, reason }) => [check, reason]),
      [
        ['a', undefined],
        ['b', 'r'],
        ['c', undefined],
      ],
    );
  });

  it('writes JSON into a JSON file', async () => {
    const text = '{"$schema": "x.json", "known": [{"check": "b", "reason": "r"}, {"check": "c"}]}\n';
    const written = await edited(text, { add: ['a'], remove: ['c'] }, 'baseline.json');
    assert.deepEqual(JSON.parse(written), {
      $schema: 'x.json',
      known: [{ check: 'a' }, { check: 'b', reason: 'r' }],
    });
  });

  it('holds exactly the right entries, however the file is laid out', async () => {
    const ids: fc.Arbitrary<string[]> = fc.uniqueArray(fc.constantFrom('a/1', 'a/2', 'b/1', 'b/2', 'c'), {
      minLength: 1,
    });
    const layout = fc.record({
      dash: fc.constantFrom('', '  ', '    '),
      before: fc.constantFrom('', '\n', '# note\n', '\n# one\n\n# two\n'),
      after: fc.constantFrom('', '      # inside\n', '\n'),
      long: fc.constantFrom('', 'reason: |\n  #\n  - check: no\n', 'reason: "a\n  - check: b"\n'),
      end: fc.constantFrom('', '# end\n', '$schema: x\n'),
    });
    await fc.assert(
      fc.asyncProperty(
        ids,
        ids,
        ids,
        layout,
        async (listed, added, removed, { dash, before, after, long, end }) => {
          const more = long === '' ? '' : long.replace(/^(?=.)/gm, `${dash}  `);
          const text = `known:\n${listed.map((id) => `${before}${dash}- check: ${id}\n${more}${after}`).join('')}${end}`;
          const add = added.filter((id) => !listed.includes(id));
          const remove = removed.filter((id) => listed.includes(id));
          const { entries } = await readBaseline(fileWith(await edited(text, { add, remove })));
          assert.deepEqual(
            entries.map(({ check }) => check),
            [...listed.filter((id) => !remove.includes(id)), ...add].sort(),
          );
          for (const { check, reason } of entries) {
            assert.equal(reason !== undefined, long !== '' && !add.includes(check), check);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('creates the file, also without entries, and leaves a file alone where nothing changes', async () => {
    const file = join(project(), NAME);
    writeBaseline(await readBaseline(file, true), { add: [], remove: [] });
    assert.match(readFileSync(file, 'utf8'), /^# [^]*known: \[\]\n$/);
    const other = fileWith(TEXT);
    const { ino } = statSync(other);
    writeBaseline(await readBaseline(other), { add: [], remove: [] });
    assert.equal(statSync(other).ino, ino);
    assert.equal(readFileSync(other, 'utf8'), TEXT);
  });

  it('leaves nothing else behind', async () => {
    const cwd = project();
    writeBaseline(await readBaseline(join(cwd, NAME), true), { add: ['a'], remove: [] });
    assert.deepEqual(readdirSync(cwd).sort(), [NAME, 'package.json']);
  });

  it('is refused before the run where the file could not be written', () => {
    const cwd = project({ taken: 'a file' });
    assertWritableBaseline(join(cwd, NAME));
    for (const place of ['missing/baseline.yaml', 'taken/baseline.yaml']) {
      assert.throws(
        () => {
          assertWritableBaseline(join(cwd, place));
        },
        (error) =>
          error instanceof UsageError && error.message.includes('is not a directory that can be written to'),
      );
    }
    assert.equal(existsSync(join(cwd, 'missing')), false);
  });
});
