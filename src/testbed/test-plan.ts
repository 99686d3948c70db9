/**
 * What the processes of a run test, and how: plain data, made once from config, documents and profiles, and handed to
 * every process as a file. Nothing of it is read again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Profiles, SystemProfile } from '../config/profiles';
import { bindingsWithSystemNames, systemNameOf, type DataflowDocument, type DeclaredSystems } from '../model';
import type { EngineLocation } from '../engines';
import type { Bindings, Policies } from '../protocol';
import type { QuietLimits } from './quiet';
import { scopedSections, type ScopedSection } from './dataflows';

/** How the engine reaches the simulated systems. */
export type TransportName = 'nock' | 'http' | 'direct' | 'proxy';

/** What is known before the engine is asked anything. */
export interface TestConditions {
  /** The documents' sections, by the documents' slugs. */
  readonly sections: Readonly<Record<string, readonly ScopedSection[]>>;
  /** What config and profiles declare of the systems' datatypes. */
  readonly declared: DeclaredSystems;
  /** By the systems' names; a system without one speaks plain REST. */
  readonly profiles: Readonly<Record<string, SystemProfile>>;
  readonly bindings: Bindings;
  readonly policies: Policies;
  readonly engine: EngineLocation;
  readonly transport: TransportName;
  readonly seed: number;
  /** For every answer of the engine, in milliseconds. */
  readonly timeout: number;
  /** How long the engine is watched where it synchronizes by itself. */
  readonly quiet: QuietLimits;
}

/** All that a process of a run needs. */
export interface TestPlan extends TestConditions {
  /** Systems whose profile has a native API speak it, because the engine claims the capability. */
  readonly native: boolean;
  /** In it each process makes the directory of its engines' states. */
  readonly stateRoot: string;
  /** Ids of the scenarios that were planned, selected or not: the place of each, from 1, is its number. */
  readonly scenarios: readonly string[];
}

/** What the conditions are made from. */
export interface TestConditionsOptions extends Omit<TestConditions, 'sections' | 'profiles'> {
  readonly documents: readonly DataflowDocument[];
  readonly profiles: Profiles;
}

/** The systems that the documents name. */
function systemsOf(documents: readonly DataflowDocument[]): string[] {
  const names = documents.flatMap(({ systems, sections }) => [
    systems.source,
    systems.target,
    ...sections.flatMap(({ source, target }) => [source.system, target.system]),
  ]);
  return [...new Set(names)];
}

/** The conditions of a test of the documents. */
export function testConditions({ documents, profiles, ...rest }: TestConditionsOptions): TestConditions {
  const { declared, bindings } = rest;
  const systems = systemsOf(documents).map((system) => systemNameOf(system, declared));
  const known = [...new Set(systems)].flatMap((system) => {
    const profile = profiles.of(system);
    return profile === undefined ? [] : [[system, profile] as const];
  });
  return {
    ...rest,
    bindings: bindingsWithSystemNames(bindings, documents, declared),
    sections: Object.fromEntries(documents.map((document) => [document.slug, scopedSections(document)])),
    profiles: Object.fromEntries(known),
  };
}

/** Writes the plan where other processes read it. */
export function writeTestPlan(file: string, plan: TestPlan): void {
  writeFileSync(file, JSON.stringify(plan));
}

/** Reads what `writeTestPlan` wrote. */
export function readTestPlan(file: string): TestPlan {
  return JSON.parse(readFileSync(file, 'utf8')) as TestPlan;
}
