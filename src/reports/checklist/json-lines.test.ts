/** JSON text set on lines. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonLines, valuesOf } from './json-lines';

function texts(json: string): string {
  return (jsonLines(json) ?? []).map(({ text }) => text).join('\n');
}

describe('JSON set on lines', () => {
  it('is what JSON.stringify makes of it, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(texts(JSON.stringify(value)), JSON.stringify(value, null, 2));
      }),
    );
  });

  it('keeps digits, repeated members and their order as they were sent', () => {
    assert.equal(
      texts('{"b":12345678901234567890, "a":1.0,"a" : 1e3}'),
      '{\n  "b": 12345678901234567890,\n  "a": 1.0,\n  "a": 1e3\n}',
    );
  });

  it('has the value of each place by its JSON pointer', () => {
    const lines = jsonLines('{"a/b":[true,{"~":"x"}],"none":[],"":{}}') ?? [];
    assert.deepEqual(
      [...valuesOf(lines)],
      [
        ['/a~1b/0', 'true'],
        ['/a~1b/1/~0', '"x"'],
        ['/none', '[]'],
        ['/', '{}'],
      ],
    );
  });

  it('is not made of what is not JSON, or nested so deeply that nobody reads it', () => {
    assert.equal(jsonLines('{"a":'), undefined);
    assert.equal(jsonLines('an error page'), undefined);
    assert.equal(jsonLines(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), undefined);
    assert.ok(jsonLines('['.repeat(200) + ']'.repeat(200)));
  });
});
