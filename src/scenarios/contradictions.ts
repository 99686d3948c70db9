/** Sentences of a section that cannot both be kept: a person has to decide which of them counts. */
import type { Section, Statement, StatementKind } from '../model';
import type { Without } from './types';

/** Kinds of which a section can have one only: with the link before everything, nothing can be created without one (D4). */
const EXCLUSIVE: readonly (readonly [StatementKind, StatementKind])[] = [
  ['link-required', 'create-always'],
  ['link-required', 'create-missing'],
];

/** Why the sentence waits for a decision; `undefined` where nothing in its section contradicts it. */
export function contradictionIn(section: Section, statement: Statement): Without | undefined {
  const others = EXCLUSIVE.flatMap((pair) =>
    pair.includes(statement.kind) ? pair.filter((kind) => kind !== statement.kind) : [],
  );
  const other = section.statements.find(({ kind }) => others.includes(kind));
  if (other === undefined) {
    return undefined;
  }
  return {
    status: 'pending',
    reason: `line ${statement.line} contradicts line ${other.line}: "${other.text}" Remove one of the two sentences.`,
  };
}

/** Whether any two sentences of the section contradict each other. */
export function isContradictory(section: Section): boolean {
  return section.statements.some((statement) => contradictionIn(section, statement) !== undefined);
}
