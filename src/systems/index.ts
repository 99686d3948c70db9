/** Mocked systems: what they hold, how they speak, and how an engine's calls reach them. */
export { nativeApi } from './dialects/apis';
export { createCallLog } from './core/call-log';
export type { CallLog, CallLogOptions, Exchange } from './core/call-log';
export { createClock } from './core/clock';
export type { ManualClock } from './core/clock';
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
} from './core/dialect';
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
export { ConnectionLost, mountDirect, mountHttp, mountNock } from './transports';
export type { HttpMount, HttpMountOptions, Mount } from './transports';
export type { AccountOptions, NativeAccount, NativeApi, TokenRenewal } from './core/native-api';
export { forbidNetwork } from './transports/network-guard';
export { restDialect } from './dialects/rest';
export { DEFAULT_ABILITIES, createSystem } from './system';
export type { SystemOptions } from './system';
export type { Json } from '../core/json';
export type {
  Abilities,
  Clock,
  DatatypeFacts,
  DeliveryReport,
  Handler,
  MockedSystem,
  Properties,
  PropertyFacts,
  RecordedCall,
  Subscription,
  SystemRecord,
  SystemSchema,
  WebhookEvent,
} from './core/types';
