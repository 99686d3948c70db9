import assert from 'node:assert/strict';
import fc from 'fast-check';
import { infoInWords, infoOnWire } from './info';
import type { JsonObject } from '../../../core/json';

const before = {
  name: { first: 'Ada', last: 'L' },
  company: 'C',
  emails: {
    items: [
      { id: '1', tag: 'HOME', email: 'a@x' },
      { id: '2', tag: 'WORK', email: 'b@x', primary: true },
      { id: '3', tag: 'MAIN', email: 'c@x' },
    ],
  },
  phones: {
    items: [{ id: '4', tag: 'FAX', phone: '+47 1', e164Phone: '+471', countryCode: 'NO', primary: true }],
  },
  addresses: { items: [{ id: '5', tag: 'HOME', address: { city: 'Oslo' } }] },
  labelKeys: { items: ['custom.one'] },
};

function written(emails: readonly string[]): unknown {
  return infoOnWire(before, { emails }).emails;
}

describe('the info of a Wix contact', () => {
  it('is read as the documents mean it', () => {
    assert.deepEqual(infoInWords(before), {
      name: { first: 'Ada', last: 'L' },
      company: 'C',
      emails: ['a@x', 'b@x', 'c@x'],
      phones: ['+47 1'],
      addresses: [{ city: 'Oslo' }],
      labelKeys: { items: ['custom.one'] },
    });
  });

  it('D26 replaces one address in place: its id, tag and mark stay', () => {
    assert.deepEqual(written(['a@x', 'new@x', 'c@x']), {
      items: [
        { id: '1', tag: 'HOME', email: 'a@x' },
        { id: '2', tag: 'WORK', email: 'new@x', primary: true },
        { id: '3', tag: 'MAIN', email: 'c@x' },
      ],
    });
  });

  it('keeps the items that stay where others leave, come or move', () => {
    const [one, two, three] = before.emails.items;
    assert.deepEqual(written(['a@x', 'c@x']), { items: [{ ...one, primary: true }, three] });
    assert.deepEqual(written(['c@x', 'b@x', 'a@x']), { items: [three, two, one] });
    assert.deepEqual(written(['new@x', 'a@x', 'b@x', 'c@x']), {
      items: [{ tag: 'UNTAGGED', email: 'new@x' }, one, two, three],
    });
    assert.deepEqual(written(['a@x', '', 'b@x']), { items: [one, two] });
    assert.deepEqual(written([]), { items: [] });
  });

  it('leaves to Wix what Wix works out itself', () => {
    assert.deepEqual(infoOnWire(before, { phones: ['+47 2'] }), {
      phones: { items: [{ id: '4', tag: 'FAX', phone: '+47 2', countryCode: 'NO', primary: true }] },
    });
    assert.deepEqual(infoOnWire(before, { addresses: [{ city: 'Bergen' }] }), {
      addresses: { items: [{ id: '5', tag: 'HOME', address: { city: 'Bergen' } }] },
    });
  });

  it('D14 sends a nested object whole, and nothing that does not change', () => {
    assert.deepEqual(infoOnWire(before, { name: { first: 'Bob' } }), { name: { first: 'Bob', last: 'L' } });
    assert.deepEqual(infoOnWire(before, { company: null }), { company: null });
  });

  it('makes the first address of a new contact the primary one', () => {
    assert.deepEqual(infoOnWire({}, { emails: ['a@x', 'b@x'] }), {
      emails: {
        items: [
          { tag: 'UNTAGGED', email: 'a@x', primary: true },
          { tag: 'UNTAGGED', email: 'b@x' },
        ],
      },
    });
  });

  it('holds after a write just what was written: what stays keeps its id, no id comes twice, one is primary', () => {
    const values = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 });
    fc.assert(
      fc.property(values, values, (old, next) => {
        const items = old.map((email, index) => ({ id: String(index), tag: 'HOME', email }));
        const info = infoOnWire({ emails: { items } }, { emails: next });
        assert.deepEqual(infoInWords(info).emails, next);
        const now = (info.emails as { items: readonly JsonObject[] }).items;
        const ids = now.flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
        assert.equal(new Set(ids).size, ids.length);
        assert.equal(now.filter(({ primary }) => primary === true).length, Math.min(1, now.length));
        for (const value of new Set(next)) {
          const staying = now.filter(({ id, email }) => email === value && old[Number(id ?? -1)] === value);
          const count = (list: readonly string[]): number => list.filter((each) => each === value).length;
          assert.equal(staying.length, Math.min(count(old), count(next)), value);
        }
      }),
    );
  });
});
