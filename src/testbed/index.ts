/** What a scenario stands on: mocked systems made from a document, people's acts, expectations, the engine's session. */
export { Acts } from './acts';
export type { Newcomer } from './acts';
export { Testbed } from './bed';
export type { TestbedOptions } from './bed';
export { Expectations } from './expectations';
export { EngineFault, Mismatch, Precondition, Unsupported } from './outcome';
export { OUTCOME_MEDIA_TYPE, type Outcome } from './report';
export type { ScopedSection } from './dataflows';
export type { SystemPlace } from './places';
export { Scope } from './scope';
export { scratchRoot } from './scratch';
export { standSystem } from './standing';
export type { Ground, Standing } from './standing';
export { Story } from './story';
export type { StoryRecord } from './story';
