/** Mocked systems: what they hold, how they speak, and how an engine's calls reach them. */
export { nativeApi } from './apis';
export { createCallLog } from './calls';
export type { CallLog, CallLogOptions, Exchange } from './calls';
export { createClock } from './clock';
export type { ManualClock } from './clock';
export type {
  Answer,
  Dialect,
  DialectContext,
  Hands,
  IncomingCall,
  Operation,
  Speaker,
  Subject,
  Trouble,
  TroubleKind,
} from './dialect';
export { FaultPlanError, createFaultDesk, parseFaultPlan } from './faults';
export type {
  Crash,
  Fault,
  FaultDesk,
  FaultDeskOptions,
  FaultKind,
  FaultPlan,
  FaultPlanProblem,
  FaultRule,
  FaultStrike,
  FaultTarget,
} from './faults';
export { ConnectionLost, mountDirect, mountHttp, mountNock } from './mounts';
export type { HttpMount, HttpMountOptions, Mount } from './mounts';
export type { AccountOptions, NativeAccount, NativeApi, TokenRenewal } from './native';
export { forbidNetwork } from './network';
export { redact } from './redact';
export { restDialect } from './rest';
export { DEFAULT_ABILITIES, createSystem } from './system';
export type { SystemOptions } from './system';
export type {
  Abilities,
  Clock,
  DatatypeFacts,
  DeliveryReport,
  Handler,
  Json,
  MockedSystem,
  Properties,
  PropertyFacts,
  RecordedCall,
  Subscription,
  SystemRecord,
  SystemSchema,
  WebhookEvent,
} from './types';
