/** Conditions: the predicates that free text is bound to (D21), and the bindings that ship with the project. */

/** A predicate over a record: one property, and exactly one of the others. */
export interface Condition {
  readonly property: string;
  readonly equals?: unknown;
  readonly in?: readonly unknown[];
  readonly not?: unknown;
}

/** A condition text that published documents use. */
interface KnownCondition {
  /** The words before the datatype; the whole text where it names none. */
  readonly head: string;
  /** The words behind the datatype; absent where the text names none. */
  readonly tail?: string;
  readonly condition: Condition;
}

/** The texts are spelt as documents spell them. The properties are guesses that a config can overrule. */
const KNOWN_CONDITIONS: readonly KnownCondition[] = [
  {
    head: 'When a ',
    tail: ' has a 100% probability of beeing sold',
    condition: { property: 'probability', equals: 100 },
  },
  { head: 'When a ', tail: ' is of type Agent', condition: { property: 'type', equals: 'Agent' } },
  {
    head: 'removed person customers for now until that pattern is resolved',
    condition: { property: 'type', not: 'person' },
  },
  {
    head: 'preliminary mapping until we can sort out suppliers. This removes all supplier products for now',
    condition: { property: 'isSupplier', not: true },
  },
];

function isKnownAs(text: string, { head, tail }: KnownCondition): boolean {
  if (tail === undefined) {
    return text === head;
  }
  return text.length > head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}

/**
 * The meaning of a condition text (D21): what the config binds to this very text, else the default that ships for one of
 * the four texts known from published documents; `undefined` where neither knows it.
 *
 * @param text - the free text, white space folded.
 * @param bound - `bindings.conditions` of the config.
 */
export function conditionOf(text: string, bound: Readonly<Record<string, Condition>>): Condition | undefined {
  if (Object.hasOwn(bound, text)) {
    return bound[text];
  }
  return KNOWN_CONDITIONS.find((known) => isKnownAs(text, known))?.condition;
}
