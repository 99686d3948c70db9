/** Mocked systems: what they hold, how they speak, and how an engine's calls reach them. */
export { createCallLog } from './calls';
export type { CallLog } from './calls';
export { createClock } from './clock';
export type { ManualClock } from './clock';
export type { Answer, Dialect, DialectContext, IncomingCall } from './dialect';
export { mountDirect, mountNock } from './mounts';
export type { Mount } from './mounts';
export { forbidNetwork } from './network';
export { redact } from './redact';
export { restDialect } from './rest';
export { createSystem } from './system';
export type { SystemOptions } from './system';
export type {
  Clock,
  DatatypeFacts,
  Handler,
  Json,
  MockedSystem,
  Properties,
  PropertyFacts,
  RecordedCall,
  SystemRecord,
  SystemSchema,
} from './types';
