/** Faults: what goes wrong between an engine and the systems, by plan. */
export { createFaultDesk } from './injector';
export type { FaultDesk, FaultDeskOptions } from './injector';
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
  FaultStrike,
  FaultTarget,
  Occasion,
  ValueFault,
  ViewFault,
  WorldFault,
} from './types';
