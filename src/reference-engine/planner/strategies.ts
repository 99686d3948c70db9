/** How the planner reads documents, compares values and decides what to write: the parts of it that can be replaced. */
import type { DataflowRow, DataflowSection } from '../../protocol';
import type { Json, JsonObject } from '../../core/json';
import type { Conversions } from './conversions';
import type { DatatypeModel, EngineModel } from './model';
import type { WritePlan } from './operations';
import type { EngineState } from './state';

/** What a section says. */
export interface SectionRules {
  readonly creates: boolean;
  /** Rows of the merge table. */
  readonly mergeRows: readonly DataflowRow[];
  /** Rows of the property table. */
  readonly propertyRows: readonly DataflowRow[];
}

export interface PlanningStrategies {
  readSection(section: DataflowSection): SectionRules;
  readonly conversions: Conversions;
  /** The values by which a property can match: one for each element of a list (D7), none where it is empty (D6). */
  matchValues(value: Json | undefined): readonly Json[];
  /** The clusters of a state, singletons included, each and all sorted (D5 to D10). */
  clustersOf(
    matching: Pick<PlanningStrategies, 'conversions' | 'matchValues'>,
    model: EngineModel,
    state: EngineState,
  ): EngineState['clusters'];
  /** Which properties of a record take the time of an edit (D12); all paths, and those seen changed. */
  renewedBy(edited: readonly string[], mapped: readonly string[]): readonly string[];
  /** Whether values flow along a row against its direction (D1). */
  readonly writesBack: boolean;
  /** Whether an edit of one side alone wins, whatever the times say (D12). */
  readonly editsOutdo: boolean;
  /** The body of an update: `properties` as a merge patch. */
  patchBody(before: JsonObject, after: JsonObject, datatype: DatatypeModel): JsonObject;
  /** Round counts from 0 within one sync. */
  plan(strategies: PlanningStrategies, model: EngineModel, state: EngineState, round: number): WritePlan;
}
