/** What a scenario stands on: mocked systems made from a document, people's acts, expectations, the engine's session. */
export { Acts } from './user-actions';
export type { Newcomer } from './user-actions';
export { Testbed } from './testbed';
export type { TestbedOptions } from './testbed';
export { Expectations } from './expectations';
export { EngineFault, Mismatch, Precondition, Unsupported } from './errors';
export { OUTCOME_MEDIA_TYPE, type Outcome } from './attachment';
export type { ScopedSection } from './dataflows';
export type { SystemPlace } from './system-definition';
export { Scope } from './scope';
export { scratchRoot } from '../core/scratch-root';
export { standSystem } from './system-instance';
export type { Ground, Standing } from './system-instance';
export { Story } from './scenario-state';
export type { StoryRecord } from './scenario-state';
