/** What happened in a scenario, as its result carries it: made only where it did not pass. */
import type { Json } from '../core/json';
import { datatypeLabel } from '../model';
import { snapshotKey, titleOf } from '../oracle';
import type { AttachedCall, RecordBeforeAndAfter, RecordedAct, ScenarioAttachment } from './attachment';
import type { Act, ScenarioState } from './scenario-state';

/** How many calls and acts there were when a step began. */
export interface StepMark {
  readonly calls: number;
  readonly acts: number;
}

/** The step, of those with these beginnings, in which the thing with that number (from 0) happened. */
function stepOf(beginnings: readonly number[], number: number): number {
  return Math.max(
    0,
    beginnings.findLastIndex((beginning) => beginning <= number),
  );
}

function shown(value: Json): string {
  return JSON.stringify(value);
}

function actOf({ afterCall, verb, record, path, before, after }: Act, step: number): RecordedAct {
  return {
    step,
    afterCall,
    text: path === undefined ? `${verb} ${titleOf(record)}` : `${verb} ${path} of ${titleOf(record)}`,
    ...(before === undefined ? {} : { before: shown(before) }),
    ...(after === undefined ? {} : { after: shown(after) }),
  };
}

/** The records of all systems: those that steps name under their names, and those that the engine made. */
function recordsOf(state: ScenarioState): RecordBeforeAndAfter[] {
  const now = state.snapshot();
  const named = state.all().map((record): RecordBeforeAndAfter => {
    const current = now.get(snapshotKey(record, record.id));
    const { system, datatype, id, original } = record;
    return {
      title: titleOf(record),
      ...{ system, datatype, id },
      before: shown(original.properties),
      ...(current === undefined ? {} : { after: shown(current.properties) }),
    };
  });
  const made = state.testbed.scope.datatypes.flatMap((datatype) =>
    state.unnamed(datatype).map(({ id, properties }): RecordBeforeAndAfter => ({
      title: `${datatypeLabel(datatype)} ${id}`,
      system: datatype.system,
      datatype: datatype.datatype,
      id,
      after: shown(properties),
    })),
  );
  return [...named, ...made];
}

/** Calls, acts and records of a scenario; each call and act with the step that it belongs to. */
export function happenedIn(
  state: ScenarioState,
  marks: readonly StepMark[],
): Pick<ScenarioAttachment, 'calls' | 'acts' | 'records'> {
  const callsAt = marks.map(({ calls }) => calls);
  const actsAt = marks.map(({ acts }) => acts);
  const calls = state.testbed.log.calls.map((call): AttachedCall => ({
    ...call,
    step: stepOf(callsAt, call.number - 1),
  }));
  const acts = state.acts.map((act, index) => actOf(act, stepOf(actsAt, index)));
  return { calls, acts, records: recordsOf(state) };
}
