/**
 * The replaceable parts that an engine is assembled from. The reference engine takes the defaults; every faulty engine
 * replaces exactly one of them, so that no fault stands inside the product code.
 */
import type { DataflowRow, DataflowSection } from '../../protocol';
import type { Conversions } from './conversions';
import type { DatatypeModel, EngineModel } from './model';
import type { WritePlan } from './operations';
import type { Envelope, FetchPage } from './envelope';
import type { EngineState } from './state';
import type { Json, JsonObject } from '../../core/json';

/** Where the state stands between two lives of an engine. */
export interface Store {
  load(): EngineState | undefined;
  save(state: EngineState): void;
}

/** What a section says apart from its property table. */
export interface SectionRules {
  readonly creates: boolean;
  readonly mergeRows: readonly DataflowRow[];
}

export interface Strategies {
  /** All records of a listing, page after page. */
  listAll(fetchPage: FetchPage): Promise<readonly Envelope[]>;
  /** A store in a directory of the engine's own. */
  openStore(stateDir: string): Store;
  readSection(section: DataflowSection): SectionRules;
  readonly conversions: Conversions;
  /** The values by which a property can match: one for each element of a list (D7), none where it is empty (D6). */
  matchValues(value: Json | undefined): readonly Json[];
  /** Which properties of a record take the time of an edit (D12); all paths, and those seen changed. */
  renewedBy(edited: readonly string[], mapped: readonly string[]): readonly string[];
  /** Whether values flow along a row against its direction (D1). */
  readonly writesBack: boolean;
  /** The body of an update: `properties` as a merge patch. */
  patchBody(before: JsonObject, after: JsonObject, datatype: DatatypeModel): JsonObject;
  /** Round counts from 0 within one sync. */
  plan(parts: Strategies, model: EngineModel, state: EngineState, round: number): WritePlan;
}
