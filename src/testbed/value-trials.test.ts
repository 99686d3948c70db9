import assert from 'node:assert/strict';
import { closeStages, mismatch, pair, type Pair, type Script } from './testing';
import type { Trial } from './value-trials';
import type { Json } from '../core/json';

afterEach(closeStages);

/** Carries what `made` makes of the order's name into the ticket's title. */
function carrying(made: (name: Json | undefined) => Json | undefined): Pair {
  return pair((both): Script => async (access) => {
    const title = made(both.state.current(both.order).properties.name);
    const held = both.state.current(both.ticket).properties.title;
    if (title !== undefined && JSON.stringify(title) !== JSON.stringify(held)) {
      await access.patch(both.ticket, { title });
    }
  });
}

function names(both: Pair): Parameters<Pair['trials']['eachArrives']> {
  return [{ record: both.order, path: 'name' }, { record: both.ticket, path: 'title' }, []];
}

const SAME: readonly Trial[] = ['a', "O'Hara", '00420'].map((value) => ({ value, arrives: value }));

describe('values tried one after the other (D15)', () => {
  it('pass where each arrives in its form, and an empty one empties', async () => {
    const both = carrying((name) => (name === 42 ? '42' : name));
    const [from, into] = names(both);
    await both.trials.eachArrives(from, into, [
      ...SAME,
      { value: 42, arrives: '42' },
      { value: '', arrives: undefined },
    ]);
  });

  it('fail at the first that does not arrive, and name it with its place and what was found', async () => {
    const both = carrying((name) => (typeof name === 'string' ? name : '').replace("'", '&#39;'));
    const [from, into] = names(both);
    await assert.rejects(
      () => both.trials.eachArrives(from, into, SAME),
      mismatch(
        /^"O'Hara" \(value 2 of 3\) in name of Shop Order "first" has not arrived in title of Desk Ticket "first"\n {2}expected: "O'Hara"\n {2}found: {4}"O&#39;Hara"$/,
      ),
    );
  });

  it('fail where an empty value is ignored', async () => {
    const both = carrying((name) => (name === '' ? undefined : name));
    const [from, into] = names(both);
    await assert.rejects(
      () => both.trials.eachArrives(from, into, [...SAME, { value: '', arrives: undefined }]),
      mismatch(/^"" \(value 4 of 4\) .* has not arrived .*\n {2}expected: empty\n {2}found: {4}"00420"$/s),
    );
  });

  it('fail where a value is changed where a person wrote it', async () => {
    const both = pair((it): Script => async (access) => {
      if (it.state.current(it.order).properties.name === 'a') {
        await access.patch(it.ticket, { title: 'a' });
        await access.patch(it.order, { name: 'A' });
      }
    });
    const [from, into] = names(both);
    await assert.rejects(
      () => both.trials.eachArrives(from, into, SAME),
      mismatch(/^"a" \(value 1 of 3\) did not stay in name of Shop Order/),
    );
  });

  it('show the beginning of a long value alone', async () => {
    const both = carrying((name) => (typeof name === 'string' ? name : '').slice(0, 255));
    const [from, into] = names(both);
    const long = 'x'.repeat(300);
    await assert.rejects(
      () => both.trials.eachArrives(from, into, [{ value: long, arrives: long }]),
      mismatch(/^"x{59}… \(302 characters\) \(value 1 of 1\)/),
    );
  });

  it('fail where the engine never stops writing', async () => {
    const both = pair((it) => (access, cycle) => access.patch(it.ticket, { title: `t${cycle}` }));
    const [from, into] = names(both);
    await assert.rejects(() => both.trials.eachArrives(from, into, SAME), mismatch(/become quiescent/));
  });
});

describe('values that cannot be converted, tried one after the other (D15)', () => {
  const values = ['seven', ' 7 '];

  function counting(made: (text: string) => number | undefined): Pair {
    return pair((it): Script => async (access) => {
      const { count } = it.state.current(it.order).properties;
      const amount = typeof count === 'string' ? made(count) : undefined;
      if (amount !== undefined && amount !== it.state.current(it.ticket).properties.amount) {
        await access.patch(it.ticket, { amount });
      }
    });
  }

  it('pass where the counterpart keeps what it had, and fail where it does not', async () => {
    const exact = counting((text) => (/^\d+$/.test(text) ? Number(text) : undefined));
    const lenient = counting((text) => (Number.isNaN(Number(text)) ? undefined : Number(text)));
    for (const both of [exact, lenient]) {
      const from = { record: both.order, path: 'count' };
      const into = { record: both.ticket, path: 'amount' };
      const tried = (): Promise<void> => both.trials.noneArrives(from, into, values);
      if (both === exact) {
        await tried();
      } else {
        await assert.rejects(
          tried,
          mismatch(
            /^" 7 " \(value 2 of 2\) in count of .* cannot be converted, and has changed amount of .*\n {2}expected: \d+\n {2}found: {4}7$/,
          ),
        );
      }
    }
  });
});
