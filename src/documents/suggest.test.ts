import assert from 'node:assert/strict';
import { parse, shopSection } from './testing';

describe('help for a text that no kind reads', () => {
  const helpOf = (text: string): string => parse(shopSection(text)).diagnostics[0]?.help ?? '';

  it('names the closest kind and the words that differ', () => {
    const help = helpOf('Every Shop Order will be synchronised with a Desk Ticket.');
    assert.match(help, /create-always/);
    assert.match(help, /from word 6 on it says "synchronised" instead of "synchronized"/);
  });

  it('names missing words and words too many', () => {
    assert.match(
      helpOf('Every Shop Order will be synchronized with Desk Ticket.'),
      /after word 7, "a" is missing/,
    );
    assert.match(
      helpOf('Every Shop Order will always be synchronized with a Desk Ticket.'),
      /from word 5 on, "always" is too much/,
    );
  });

  it('tells what can be done where no kind is close', () => {
    const help = helpOf('The quick brown fox.');
    assert.match(help, /sentence kinds/);
    assert.match(help, /Introduction/);
  });
});
