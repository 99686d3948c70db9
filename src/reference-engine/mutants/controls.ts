/**
 * Controls: correct engines of another strategy than the reference engine's. A check that fails with one of them demands
 * more than the documents say.
 */
import { CALL_CONTROLS } from './call-controls';
import type { EngineVariant } from './mutant';
import { PLAN_CONTROLS } from './plan-controls';

export const CONTROLS: readonly EngineVariant[] = [...PLAN_CONTROLS, ...CALL_CONTROLS];
