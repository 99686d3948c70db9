/** A run in this process alone. */
import { join } from 'node:path';
import { selectionOf } from '../plan/selection';
import { Collector } from './collect';
import { runFeatures } from './cucumber';
import { EarlyEnd } from './early-end';
import { assertGoesOn, type Way } from './types';

/** Runs the scenarios one after the other. */
export const runAlone: Way = async (options) => {
  const { features, cwd, worldParameters, filters, bail, listener, interrupt, messages } = options;
  const early = new EarlyEnd(bail);
  let skipTheRest = (): void => undefined;
  let place = 0;
  const collector = new Collector(
    {
      ...listener,
      finished: (result) => {
        if (early.add(place, result)) {
          skipTheRest();
        }
        place += 1;
        listener.finished?.(result);
      },
    },
    () => early.reason,
  );
  options.begun?.(() => ({ collector: collector.snapshot(), complaints: '', early }));
  const complaints = await runFeatures(
    {
      ...{ cwd, paths: [join(features, '*.feature')], worldParameters, bail },
      ...{ selection: selectionOf(filters), ...(messages === undefined ? {} : { messages }) },
    },
    (envelope) => {
      assertGoesOn(interrupt);
      collector.accept(envelope);
    },
    (skip) => {
      skipTheRest = skip;
    },
  );
  return { collector, complaints, early };
};
