/** Fault plans: which fault fires on which calls. Plain data; docs/fault-plans.md describes each fault. */
import type { WebhookFault } from '../core/webhooks';
import type { ApiOperation } from '../core/dialect';
import type { Json } from '../../core/json';

/** How long something that was written is not seen; with neither, for one call. Whatever ends first ends it. */
export interface Staleness {
  /** Calls that would have shown it. */
  readonly calls?: number;
  /** Milliseconds of the harness's clock. */
  readonly milliseconds?: number;
}

/** Instead of an answer, or in the place of the right one. At most one of them fires on a call. */
export type AnswerFault =
  | { readonly kind: 'connection-refused' }
  | { readonly kind: 'connection-lost' }
  | { readonly kind: 'server-error'; readonly applied?: boolean; readonly status?: number }
  | { readonly kind: 'rate-limit'; readonly retryAfter?: number; readonly form?: 'seconds' | 'date' }
  | { readonly kind: 'refusal'; readonly status: 400 | 409 | 422 }
  | { readonly kind: 'expired-token' }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'stale-version' }
  | { readonly kind: 'repeated-cursor' }
  | { readonly kind: 'expired-cursor'; readonly status?: 400 | 410 }
  | { readonly kind: 'crash'; readonly when: 'before' | 'after' };

/** What reads show. */
export type ViewFault =
  | ({ readonly kind: 'stale-listing' } & Staleness)
  | ({ readonly kind: 'stale-read' } & Staleness)
  | { readonly kind: 'empty-list' }
  | { readonly kind: 'short-page'; readonly records?: number }
  | { readonly kind: 'omitted-property'; readonly property: string };

/** What the system makes of the values that are written to it. Paths are dotted, as the system's own API names them. */
export type ValueFault =
  | { readonly kind: 'trim'; readonly property?: string }
  | { readonly kind: 'round'; readonly property?: string; readonly digits?: number }
  | { readonly kind: 'truncate'; readonly property?: string; readonly characters: number }
  | { readonly kind: 'default'; readonly property: string; readonly value: Json }
  | { readonly kind: 'ignored-field'; readonly property: string };

/** What happens in the system just before the call takes effect. */
export type WorldFault =
  | { readonly kind: 'touch'; readonly id?: string }
  | { readonly kind: 'merge'; readonly id?: string; readonly into?: string }
  | { readonly kind: 'clock-jump'; readonly milliseconds: number };

export type Fault = AnswerFault | ViewFault | ValueFault | WorldFault | WebhookFault;
export type FaultKind = Fault['kind'];

/** The fault of a kind. */
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

/** Which triggers a rule is about; what is absent is not a condition. */
export interface FaultTarget {
  /** The system's id. */
  readonly system?: string;
  readonly operation?: ApiOperation;
  readonly method?: string;
  readonly datatype?: string;
  readonly id?: string;
  /** From the base URL on, percent-encoded, without the query; `*` matches any text. */
  readonly path?: string;
  /** A text that the body of the request holds, escaped as JSON escapes it. */
  readonly holding?: string;
  /** Whose acts; default `engine`. Of people's acts faults fire only on what is written and on what listings show of it. */
  readonly by?: 'engine' | 'person';
}

/** A fault, and when it fires. */
export interface FaultRule {
  readonly fault: Fault;
  /** Default: every call. */
  readonly on?: FaultTarget;
  /** How many triggers pass first; default 0. */
  readonly skip?: number;
  /** How often it fires; default once. */
  readonly times?: number | 'always';
  /** That it fires on a trigger, drawn by the plan's seed; default 1. */
  readonly probability?: number;
}

/** Rules in the order in which they are asked. */
export interface FaultPlan {
  /** Default 0. */
  readonly seed?: number;
  readonly faults: readonly FaultRule[];
}

/** What a fault fired on. */
export interface FiredFault {
  readonly rule: FaultRule;
  readonly system: string;
  readonly operation: ApiOperation;
  readonly datatype?: string;
  readonly id?: string;
}

/** What can trigger a fault: a call, an act of a person, or the event of a webhook. */
export interface Trigger {
  readonly system: string;
  readonly operation: ApiOperation;
  /** Absent: nobody acts (a webhook's event); rules about either are about it. */
  readonly by?: 'engine' | 'person';
  readonly datatype?: string;
  readonly id?: string;
  readonly method?: string;
  readonly path?: string;
  /** The text of the request's body. */
  readonly body?: string;
}

/** The engine crashes in the middle of a call, which is never answered. */
export interface Crash {
  readonly system: string;
  /** Whether the call took effect before. */
  readonly applied: boolean;
  /** `POST /Contacts`. */
  readonly call: string;
}
