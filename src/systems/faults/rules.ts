/** Rules at work: which triggers they are about, and on which of those they fire. */
import { createRandom } from './random';
import type { Random } from './random';
import type { FaultKind, FaultOf, FaultRule, FiredFault, FaultTarget, Trigger } from './types';

/** A rule, and what came of it. */
interface LiveRule {
  readonly rule: FaultRule;
  readonly random: Random;
  triggers: number;
  fired: number;
}

/** The rules of a scenario. */
export interface Rules {
  add(rule: FaultRule): void;
  /** None fires any more. */
  clear(): void;
  /** Whether any rule could still fire. */
  live(): boolean;
  /**
   * The faults of some kinds that fire on a trigger, in the order of their rules. Take as many as can fire at once: what is
   * not taken has not fired.
   * @param hasEffect - whether the fault would change anything here; where it would not, the trigger does not count
   */
  fire<Kind extends FaultKind>(
    kinds: ReadonlySet<Kind>,
    trigger: Trigger,
    hasEffect?: (fault: FaultOf<Kind>) => boolean,
  ): Generator<FaultOf<Kind>>;
  /** A number of the sequence of draws that are about no rule. */
  readonly random: Random;
  fired(): readonly FiredFault[];
  neverFired(): readonly FaultRule[];
}

/** @param seed - of the draws of all rules */
export function createRules(seed: number): Rules {
  const all: LiveRule[] = [];
  let live: LiveRule[] = [];
  const firings: FiredFault[] = [];
  return {
    random: createRandom(seed, -1),
    add(rule) {
      const made = { rule, random: createRandom(seed, all.length), triggers: 0, fired: 0 };
      all.push(made);
      live.push(made);
    },
    clear() {
      live = [];
    },
    live: () => live.length > 0,
    *fire<Kind extends FaultKind>(
      kinds: ReadonlySet<Kind>,
      trigger: Trigger,
      hasEffect: (fault: FaultOf<Kind>) => boolean = () => true,
    ) {
      for (const each of live) {
        const { fault } = each.rule;
        if (isOf(fault, kinds) && isAbout(each.rule.on ?? {}, trigger) && hasEffect(fault) && draw(each)) {
          const { system, operation, datatype, id } = trigger;
          firings.push({
            rule: each.rule,
            system,
            operation,
            ...(datatype === undefined ? {} : { datatype }),
            ...(id === undefined ? {} : { id }),
          });
          live = live.filter((one) => !isSpent(one));
          yield fault;
        }
      }
    },
    fired: () => firings,
    neverFired: () => all.filter((each) => each.fired === 0).map(({ rule }) => rule),
  };
}

function isOf<Kind extends FaultKind>(
  fault: FaultRule['fault'],
  kinds: ReadonlySet<Kind>,
): fault is FaultOf<Kind> {
  return (kinds as ReadonlySet<FaultKind>).has(fault.kind);
}

function isAbout({ by = 'engine', path, holding, ...exact }: FaultTarget, trigger: Trigger): boolean {
  return (
    (trigger.by === undefined || by === trigger.by) &&
    (Object.keys(exact) as (keyof typeof exact)[]).every((name) => exact[name] === trigger[name]) &&
    (path === undefined || (trigger.path !== undefined && fitsGlob(trigger.path, path))) &&
    (holding === undefined || trigger.body?.includes(JSON.stringify(holding).slice(1, -1)) === true)
  );
}

/** Counts the trigger, and says whether the rule fires on it. */
function draw(live: LiveRule): boolean {
  const { skip = 0, probability = 1 } = live.rule;
  live.triggers += 1;
  if (live.triggers <= skip || isSpent(live) || (probability < 1 && live.random() >= probability)) {
    return false;
  }
  live.fired += 1;
  return true;
}

function isSpent({ rule, fired }: LiveRule): boolean {
  const { times = 1 } = rule;
  return times !== 'always' && fired >= times;
}

/** Whether a text is what a pattern says, in which `*` matches any text. Takes the leftmost fit of each part. */
export function fitsGlob(text: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) {
    return text === pattern;
  }
  if (!text.startsWith(head) || !text.endsWith(tail) || text.length < head.length + tail.length) {
    return false;
  }
  let place = head.length;
  const end = text.length - tail.length;
  for (const part of rest) {
    const found = text.indexOf(part, place);
    if (found < 0 || found + part.length > end) {
      return false;
    }
    place = found + part.length;
  }
  return true;
}
