/** The engine under test, wherever it runs: the messages of the protocol, with a limit on every answer. */
export { moduleHost } from './adapters/module';
export { EngineError, Mismatch, Unsupported } from './errors';
export type { EngineClock, EngineConnection, EngineHost, SessionContext } from './host';
export { isOutside } from './location';
export type {
  CommandLocation,
  EngineLocation,
  FixedProxy,
  Fleet,
  FleetSystem,
  LifecycleCommands,
  ModuleLocation,
  UrlLocation,
} from './location';
export { holdDaemonOf } from './lifecycle/hosts';
export { assertEngineLoads, claimedCapabilities, engineClaims, openEngineHost } from './open-host';
export type { EngineClaims, EngineHostOptions } from './open-host';
export { EngineSession } from './session';
export { startTroubleOf } from './trouble';
export type { StartTrouble } from './trouble';
export type { EngineSessionOptions } from './session';
export type { WebhookOffer } from './webhook-offer';
