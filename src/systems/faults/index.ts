/** Faults: what goes wrong between an engine and the systems, by plan. */
export { createFaultInjector } from './injector';
export type { FaultInjector, FaultInjectorOptions } from './injector';
export { FaultPlanError, parseFaultPlan } from './plan';
export type { FaultPlanProblem } from './plan';
export type { MarkedOutcome, SystemFaults } from './session';
export type { WebhookFault } from '../core/webhooks';
export type {
  AnswerFault,
  Crash,
  Fault,
  FaultKind,
  FaultPlan,
  FaultRule,
  FiredFault,
  FaultTarget,
  Trigger,
  ValueFault,
  ViewFault,
  WorldFault,
} from './types';
