/** Mocked systems: what they hold, how they speak, and how an engine's calls reach them. */
export { nativeApi } from './dialects/apis';
export { createCallLog } from './core/call-log';
export type { CallLog, CallLogOptions, Exchange } from './core/call-log';
export { createClock } from './core/clock';
export type { ManualClock } from './core/clock';
export type {
  ApiResponse,
  CallListener,
  Dialect,
  DialectContext,
  DirectAccess,
  ApiRequest,
  ApiOperation,
  DialectHandler,
  RequestTarget,
  InjectedError,
  InjectedErrorKind,
} from './core/dialect';
export { FaultPlanError, createFaultInjector, parseFaultPlan } from './faults';
export type {
  Crash,
  Fault,
  FaultInjector,
  FaultInjectorOptions,
  FaultKind,
  FaultPlan,
  FaultPlanProblem,
  FaultRule,
  FiredFault,
  FaultTarget,
} from './faults';
export {
  CLOSED_THREAD,
  ConnectionLost,
  openDirect,
  openHttp,
  openNock,
  openProxy,
  proxyEnvironment,
  assertProxyInstalled,
} from './transports';
export type {
  HttpTransport,
  HttpTransportOptions,
  ProxyTransport,
  ProxyTransportOptions,
  Transport,
} from './transports';
export type { AccountOptions, NativeAccount, NativeApi, OAuthApp, TokenRenewal } from './core/native-api';
export { forbidNetwork } from './transports/network-guard';
export { signatureHeaders } from './core/webhook-signature';
export { restDialect } from './dialects/rest';
export { DEFAULT_ABILITIES, createSystem } from './system';
export type { SystemOptions } from './system';
export type {
  Abilities,
  Clock,
  DeliveryFailure,
  DeliveryManner,
  DeliveryReport,
  Handler,
  MockedSystem,
  Properties,
  RecordedCall,
  Subscription,
  SystemRecord,
  SystemSchema,
  WebhookEvent,
} from './core/types';
