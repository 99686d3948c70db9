import assert from 'node:assert/strict';
import { documentOf, row, section, sentence, table } from '../model/testing';
import type { Row, Section } from '../model';
import { picklesOf, stepsOf } from './testing';
import { generateFeatures } from '.';

const RULE = 'together with';

function creating(source: string, target: string, ...rows: readonly Row[]): Section {
  const merge = table('merge-on-match', row('mail', 'mail'));
  return section(
    source,
    target,
    sentence('create-always'),
    merge,
    sentence('keep-in-sync'),
    table('properties', ...rows),
  );
}

/** The scenarios that lead edits through documents of these sections, with their steps and tags, by their names. */
function throughDocuments(...sections: readonly Section[]): Map<string, { steps: string[]; tags: string[] }> {
  const documents = sections.map((each, index) => ({ ...documentOf([each]), slug: `d${index + 1}` }));
  const features = generateFeatures(documents, { systems: {}, groups: [documents.map(({ slug }) => slug)] });
  const pickles = features
    .flatMap(picklesOf)
    .filter(({ name }) => name.startsWith(RULE) && name.includes('through'));
  return new Map(
    pickles.map(({ name, steps, tags }) => [
      name.slice(name.indexOf(': ') + 2),
      { steps: steps.map(({ text }) => text), tags: tags.map((tag) => tag.name) },
    ]),
  );
}

describe('edits through documents that run together', () => {
  const text = { type: 'string' } as const;
  const first = creating('Shop.Order', 'Desk.Ticket', row('name', 'title', text));
  const second = creating('Desk.Ticket', 'Post.Letter', row('title', 'subject', text));

  it('go from the first of three systems to the third, and back, by rows that lead through one property', () => {
    const found = throughDocuments(first, second);
    assert.deepEqual([...found.keys()].sort(), [
      'an edit of the Post Letter reaches the Shop Order, through the Desk Ticket',
      'an edit of the Shop Order reaches the Post Letter, through the Desk Ticket',
    ]);
    const there = found.get('an edit of the Shop Order reaches the Post Letter, through the Desk Ticket')!;
    assert.deepEqual(there.steps, [
      'the documents "d1" and "d2" are switched on',
      'a Shop Order "first" has become a Desk Ticket "first"',
      'the Desk Ticket "first" has become a Post Letter "first" too',
      '"name" of the Shop Order "first" is edited',
      'the systems are synchronized',
      'the edit has arrived in "subject" of the Post Letter "first"',
    ]);
  });

  it('are judged by the sentence of the section in which they arrive, and rest on the rows of both', () => {
    const { tags } = throughDocuments(first, second).get(
      'an edit of the Shop Order reaches the Post Letter, through the Desk Ticket',
    )!;
    const judged = tags.filter((tag) => tag.startsWith('@check:'));
    assert.deepEqual(judged, ['@check:d2/desk-ticket-to-post-letter/keep-in-sync']);
    assert.deepEqual(
      tags.filter((tag) => tag.startsWith('@witness:')),
      [
        '@witness:d1/shop-order-to-desk-ticket/properties/name~title',
        '@witness:d2/desk-ticket-to-post-letter/properties/title~subject',
      ],
    );
  });

  it('go through a system that is the target of two documents: the second record joins by a match', () => {
    const other = creating(
      'Post.Letter',
      'Desk.Ticket',
      row('subject', 'title', text),
      row('mail', 'mail', text),
    );
    const hub = throughDocuments(
      creating('Shop.Order', 'Desk.Ticket', row('name', 'title', text), row('mail', 'mail', text)),
      other,
    );
    const { steps } = hub.get(
      'an edit of the Shop Order reaches the Post Letter, through the Desk Ticket, as name shows',
    )!;
    assert.equal(steps[2], 'a Post Letter "first" and the Desk Ticket "first" are linked too');
  });

  it('are none where no property, no kind of value or no third system leads on', () => {
    const apart = creating('Desk.Ticket', 'Post.Letter', row('body', 'subject', text));
    const number = creating('Desk.Ticket', 'Post.Letter', row('title', 'subject', { type: 'integer' }));
    const back = creating('Desk.Ticket', 'Shop.Task', row('title', 'name', text));
    for (const last of [apart, number, back]) {
      assert.deepEqual([...throughDocuments(first, last).keys()], []);
    }
  });
});

describe('the counts of documents that run together', () => {
  it('begin with records between the systems of the document that is judged, and count its own datatypes', () => {
    const sections = [creating('Shop.Order', 'Desk.Ticket'), creating('Post.Letter', 'Desk.Ticket')];
    const documents = sections.map((each, index) => ({ ...documentOf([each]), slug: `d${index + 1}` }));
    const features = generateFeatures(documents, { systems: {}, groups: [['d1', 'd2']] });
    const steps = stepsOf(features[0]!, 'no record comes back');
    assert.deepEqual(
      steps.filter((text) => text.startsWith('there is a ')),
      ['there is a Shop Order "one"', 'there is a Shop Order "another"'],
    );
    assert.deepEqual(
      [...new Set(steps.filter((text) => text.includes(' has ')))],
      ['Shop has 2 Order', 'Desk has 2 Ticket'],
    );
  });
});
