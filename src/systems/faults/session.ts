/** The faults of one system: the state that they need, and the call that is under way. */
import type { ApiResponse, ApiRequest, ApiOperation, DialectHandler, RequestTarget } from '../core/dialect';
import type { DatatypeStore, RecordStore } from '../core/store';
import type { Clock, Properties, SystemRecord, WebhookEvent } from '../core/types';
import { AFTERWARDS, INSTEAD, canFollow, canReplace, outcomeOf } from './injected-errors';
import type { CallOutcome } from './injected-errors';
import { pick } from './random';
import type { Rules } from './rules';
import { createStaleRecords } from './stale';
import type { StaleRecord, StaleRecords } from './stale';
import type { FaultKind, Trigger, WorldFault } from './types';
import { VALUE_KINDS, alter, without } from './values';
import { createFaultyStore } from './view';
import type { StoreFaults } from './view';
import { merged, touched } from './world';
import type { WebhookFault } from '../core/webhooks';

/** An outcome, with the kinds of the faults that fired or showed, for the record of calls. */
export interface MarkedOutcome extends CallOutcome {
  readonly fault?: string;
}

/** The faults of one system, for `createSystem`. */
export interface SystemFaults {
  /** The system's clock, with its jumps. */
  readonly clock: Clock;
  /** Whether no fault can fire or show at this moment, so that calls need not pass through here. */
  idle(): boolean;
  /** Answers a call as the dialect would, under faults. */
  answer(call: ApiRequest, handler: DialectHandler): MarkedOutcome;
  /** The store that the dialect is given; ask once. */
  wrap(store: RecordStore): RecordStore;
  /** The faults that fire on the event of a webhook. */
  readonly webhookFaults: (event: WebhookEvent, isLast: boolean) => readonly WebhookFault[];
  /** The page size of the call under way. */
  pageSize(size: number): number;
  /** Ends what is still seen as it was. */
  heal(): void;
}

/** What the injector gives to each system. */
export interface SystemFaultsOptions {
  readonly system: string;
  readonly rules: Rules;
  /** The harness's: how long something stays stale. */
  readonly harnessClock: Clock;
  /** The system's, without jumps. */
  readonly clock: Clock;
}

/** The call under way. */
interface Current {
  readonly trigger: Trigger;
  readonly labels: Set<FaultKind>;
  /** What was decided for the whole call, by kind and datatype. */
  readonly decisions: Map<string, number>;
}

const WORLD_KINDS: ReadonlySet<WorldFault['kind']> = new Set(['touch', 'merge', 'clock-jump']);
const STALE_KINDS: ReadonlySet<'stale-listing' | 'stale-read'> = new Set(['stale-listing', 'stale-read']);
const EMPTY_LIST: ReadonlySet<'empty-list'> = new Set(['empty-list']);
const OMITTED_PROPERTY: ReadonlySet<'omitted-property'> = new Set(['omitted-property']);
const SHORT_PAGE: ReadonlySet<'short-page'> = new Set(['short-page']);

const WEBHOOK_KINDS: ReadonlySet<WebhookFault['kind']> = new Set([
  'webhook-lost',
  'webhook-duplicate',
  'webhook-late',
  'webhook-reordered',
]);

/** The operation that an event reports. */
const OPERATIONS = { created: 'create', updated: 'update', deleted: 'delete' } as const;

/** Ways of reading that can be stale. */
interface Stale {
  readonly listing: StaleRecords;
  readonly read: StaleRecords;
}

export function createSystemFaults(options: SystemFaultsOptions): SystemFaults {
  return new Session(options);
}

class Session implements SystemFaults, StoreFaults {
  readonly clock: Clock;
  private readonly rules: Rules;
  private readonly stales = new Map<string, Stale>();
  /** The answer to the last listing of each datatype. */
  private readonly listings = new Map<string, ApiResponse>();
  private store: RecordStore | undefined;
  private current: Current | undefined;
  private offset = 0;

  constructor(private readonly options: SystemFaultsOptions) {
    this.rules = options.rules;
    this.clock = { now: () => options.clock.now() + this.offset };
  }

  idle(): boolean {
    if (this.rules.live()) {
      return false;
    }
    return (
      this.stales.size === 0 ||
      [...this.stales.values()].every(
        ({ listing, read }) => listing.shown().size === 0 && read.shown().size === 0,
      )
    );
  }

  heal(): void {
    this.stales.forEach(({ listing, read }) => {
      listing.clear();
      read.clear();
    });
  }

  wrap(store: RecordStore): RecordStore {
    this.store = store;
    return createFaultyStore(store, this);
  }

  answer(call: ApiRequest, handler: DialectHandler): MarkedOutcome {
    const target = handler.targetOf(call);
    const trigger = triggerOf(this.options.system, call, target);
    const current: Current = { trigger, labels: new Set(), decisions: new Map() };
    this.current = current;
    try {
      this.disturb(trigger, current.labels);
      const outcome = this.outcome(call, handler, target, current);
      const fault = [...current.labels].join(', ');
      return fault === '' ? outcome : { ...outcome, fault };
    } finally {
      this.current = undefined;
    }
  }

  private outcome(
    call: ApiRequest,
    handler: DialectHandler,
    target: RequestTarget,
    current: Current,
  ): CallOutcome {
    const { trigger, labels } = current;
    const { datatype = '' } = target;
    const earlier = this.listings.get(datatype);
    const situation = { call, handler, clock: this.clock, earlier };
    for (const fault of this.rules.fire(INSTEAD, trigger, (each) => canReplace(each, target, earlier))) {
      labels.add(fault.kind);
      return outcomeOf(fault, situation);
    }
    const answer = handler.answer(call);
    this.tick(trigger);
    if (answer.status >= 400) {
      return { answer };
    }
    if (target.operation === 'list') {
      this.listings.set(datatype, answer);
    }
    for (const fault of this.rules.fire(AFTERWARDS, trigger, canFollow)) {
      labels.add(fault.kind);
      return outcomeOf(fault, situation);
    }
    return { answer };
  }

  /** What happens in the system before the call. */
  private disturb(trigger: Trigger, labels: Set<FaultKind>): void {
    const records = trigger.datatype === undefined ? undefined : this.store?.datatype(trigger.datatype);
    const hasEffect = (fault: WorldFault): boolean =>
      fault.kind === 'clock-jump' ||
      (fault.kind === 'touch' ? touched(fault, records, trigger) : merged(fault, records, trigger)).length >
        0;
    for (const fault of this.rules.fire(WORLD_KINDS, trigger, hasEffect)) {
      labels.add(fault.kind);
      if (fault.kind === 'clock-jump') {
        this.offset += fault.milliseconds;
      } else if (records !== undefined) {
        this.disturbRecords(fault, records, trigger);
      }
    }
  }

  private disturbRecords(
    fault: Exclude<WorldFault, { readonly milliseconds: number }>,
    records: DatatypeStore,
    trigger: Trigger,
  ): void {
    if (fault.kind === 'touch') {
      const record = pick(touched(fault, records, trigger), this.rules.random);
      if (record !== undefined) {
        records.change(record.id, record.properties, record.modifiedBy);
      }
      return;
    }
    const pair = pick(merged(fault, records, trigger), this.rules.random);
    if (pair !== undefined) {
      records.merge(pair.id, pair.into);
    }
  }

  /** A call is over: what is stale for a number of calls has one call less. */
  private tick({ operation, datatype, id }: Trigger): void {
    const stale = datatype === undefined ? undefined : this.stales.get(datatype);
    if (operation === 'list') {
      stale?.listing.tick();
    } else if (operation === 'read' && id !== undefined) {
      stale?.read.tick(id);
    }
  }

  readonly webhookFaults = (
    { event, datatype, recordId }: WebhookEvent,
    isLast: boolean,
  ): readonly WebhookFault[] => {
    const { system } = this.options;
    const trigger = { system, operation: OPERATIONS[event], datatype, id: recordId };
    const hasEffect = ({ kind }: WebhookFault): boolean => kind !== 'webhook-reordered' || !isLast;
    return [...this.rules.fire(WEBHOOK_KINDS, trigger, hasEffect)];
  };

  pageSize(size: number): number {
    const { current } = this;
    if (current?.trigger.operation !== 'list') {
      return size;
    }
    return this.decide(current, 'short-page', () => {
      const { datatype } = current.trigger;
      const held = datatype === undefined ? Infinity : (this.store?.datatype(datatype)?.size() ?? Infinity);
      const firings = this.rules.fire(
        SHORT_PAGE,
        current.trigger,
        ({ records = 1 }) => records < size && records < held,
      );
      for (const { records = 1 } of firings) {
        current.labels.add('short-page');
        return records;
      }
      return size;
    });
  }

  operation(): ApiOperation | undefined {
    return this.current?.trigger.operation;
  }

  lists(datatype: string): boolean {
    const { operation, datatype: listed } = this.current?.trigger ?? {};
    return operation === 'list' && listed === datatype;
  }

  empties(datatype: string, holdsAny: boolean): boolean {
    const { current } = this;
    if (current?.trigger.operation !== 'list' || !holdsAny) {
      return false;
    }
    const emptied = this.decide(current, `empty-list ${datatype}`, () => {
      for (const { kind } of this.rules.fire(EMPTY_LIST, { ...current.trigger, datatype })) {
        current.labels.add(kind);
        return 1;
      }
      return 0;
    });
    return emptied === 1;
  }

  mayOmit(): boolean {
    const operation = this.current?.trigger.operation;
    return (operation === 'list' || operation === 'read') && this.rules.live();
  }

  shown(datatype: string, record: SystemRecord): SystemRecord {
    const { current } = this;
    if (current === undefined) {
      return record;
    }
    let properties = record.properties;
    const trigger = { ...current.trigger, datatype, id: record.id };
    const hasEffect = ({ property }: { readonly property: string }): boolean =>
      without(properties, property) !== properties;
    for (const { kind, property } of this.rules.fire(OMITTED_PROPERTY, trigger, hasEffect)) {
      current.labels.add(kind);
      properties = without(properties, property);
    }
    return properties === record.properties ? record : { ...record, properties };
  }

  private decide(current: Current, name: string, decision: () => number): number {
    const known = current.decisions.get(name);
    const decided = known ?? decision();
    current.decisions.set(name, decided);
    return decided;
  }

  alter(trigger: Trigger, before: Properties, written: Properties): Properties {
    let kept = written;
    const hasEffect = (fault: Parameters<typeof alter>[0]): boolean =>
      JSON.stringify(alter(fault, before, kept)) !== JSON.stringify(kept);
    for (const fault of this.rules.fire(VALUE_KINDS, trigger, hasEffect)) {
      this.label(fault.kind);
      kept = alter(fault, before, kept);
    }
    return kept;
  }

  written(trigger: Trigger & { readonly datatype: string; readonly id: string }, record: StaleRecord): void {
    for (const fault of this.rules.fire(STALE_KINDS, trigger)) {
      this.label(fault.kind);
      const stale = this.staleOf(trigger.datatype);
      const way = fault.kind === 'stale-listing' ? stale.listing : stale.read;
      way.note(trigger.id, record, fault);
    }
  }

  triggerOf(operation: ApiOperation, datatype: string, id?: string): Trigger {
    const { current, options } = this;
    const facts = { operation, datatype, ...(id === undefined ? {} : { id }) };
    return current === undefined
      ? { system: options.system, by: 'person', ...facts }
      : { ...current.trigger, ...facts };
  }

  stale(datatype: string, way: keyof Stale): ReadonlyMap<string, StaleRecord> | undefined {
    const shown = this.stales.get(datatype)?.[way].shown();
    return shown === undefined || shown.size === 0 ? undefined : shown;
  }

  forget(datatype: string, id: string): void {
    const stale = this.stales.get(datatype);
    stale?.listing.forget(id);
    stale?.read.forget(id);
  }

  label(kind: FaultKind): void {
    this.current?.labels.add(kind);
  }

  private staleOf(datatype: string): Stale {
    const { harnessClock } = this.options;
    const known = this.stales.get(datatype);
    const stale = known ?? {
      listing: createStaleRecords(harnessClock),
      read: createStaleRecords(harnessClock),
    };
    this.stales.set(datatype, stale);
    return stale;
  }
}

function triggerOf(system: string, { method, path, body }: ApiRequest, target: RequestTarget): Trigger {
  const { operation, datatype, id } = target;
  return {
    system,
    by: 'engine',
    operation,
    method,
    ...(path === undefined ? {} : { path }),
    ...(body?.text === undefined ? {} : { body: body.text }),
    ...(datatype === undefined ? {} : { datatype }),
    ...(id === undefined ? {} : { id }),
  };
}
