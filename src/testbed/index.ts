/** The environment of one scenario: simulated systems made from a document, people's actions, expectations, the engine's session. */
export { UserActions } from './user-actions';
export type { RecordOverrides } from './user-actions';
export { Testbed } from './testbed';
export type { FleetServing, TestbedOptions } from './testbed';
export { fixedPorts, servedSections } from './fleet';
export { Expectations } from './expectations';
export { Precondition } from './errors';
export { ATTACHMENT_MEDIA_TYPE, type ScenarioAttachment } from './attachment';
export { scopedSections } from './dataflows';
export type { ScopedSection } from './dataflows';
export { readTestPlan, testConditions, writeTestPlan } from './test-plan';
export type { TestConditions, TestPlan, TransportName } from './test-plan';
export type { SystemDefinition } from './system-definition';
export { Scope } from './scope';
export { createInstance } from './system-instance';
export type { SystemDependencies, SystemInstance } from './system-instance';
export { ScenarioState } from './scenario-state';
export type { NamedRecord } from './scenario-state';
