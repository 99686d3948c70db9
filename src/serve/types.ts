import type { CallLog, Clock, FaultInjector, FaultPlan, MockedSystem } from '../systems';
import type { Configure, SystemConfiguration } from '../protocol';
import type { DataflowDocument, DeclaredSystems } from '../model';
import type { SystemProfile } from '../config/profiles';

/** What is served, and how. */
export interface ServeOptions {
  readonly documents: readonly DataflowDocument[];
  /** What config and profiles state of the systems' datatypes. */
  readonly stated: DeclaredSystems;
  readonly bindings: Configure['bindings'];
  readonly policies: Configure['policies'];
  readonly profileOf: (system: string) => SystemProfile | undefined;
  /** Systems whose vendor has an API speak it; else every system speaks plain REST. */
  readonly native: boolean;
  /** 0: a free one. */
  readonly port: number;
  readonly clock: Clock;
  /** Fires from the moment on that the records are there. Default: no faults. */
  readonly plan?: FaultPlan;
  /** How many records of each datatype people create before the first call. Default 0. */
  readonly records?: number;
  /** Seed of the records. */
  readonly seed: number;
}

/** A system that is served. */
export interface ServedSystem {
  readonly system: MockedSystem;
  /** As an engine gets it. */
  readonly configuration: SystemConfiguration;
}

/** Mocked systems that listen. */
export interface Serving {
  /** `http://127.0.0.1:<port>`; the pages of the systems are there. */
  readonly origin: string;
  /** In the order in which the documents first name them. */
  readonly systems: readonly ServedSystem[];
  /** What an engine gets with `configure`; the state directory is the engine's own matter. */
  readonly configuration: Omit<Configure, 'stateDir' | 'limits'>;
  /** With headers and times. */
  readonly calls: CallLog;
  readonly faults: FaultInjector;
  /** Stops listening, at once. */
  close(): void;
}

/** The documents name no datatype, so no system can be made of them. */
export class NothingToServe extends Error {
  override readonly name = 'NothingToServe';
}

/** The port cannot be listened on. */
export class PortUnusable extends Error {
  override readonly name = 'PortUnusable';
}
