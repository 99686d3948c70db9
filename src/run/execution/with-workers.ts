/** A run in several processes: this one, and workers that join it as soon as they have loaded. */
import { join } from 'node:path';
import { selectionOf } from '../plan/selection';
import { Collector } from './collect';
import { keepRunContext, runFeatures, selectScenarios, type CucumberRun } from './cucumber';
import { SharedRun } from './shared-run';
import { assertGoesOn, type ExecuteOptions, type Execution } from './types';

/** Runs a batch in this process. */
async function runHere(shared: SharedRun, batch: readonly number[]): Promise<void> {
  const places = [...batch];
  let skipTheRest = (): void => undefined;
  const collector: Collector = new Collector(
    {
      finished: (result) => {
        shared.finish(places.shift(), result, collector.engine);
        if (shared.isBehindEnd(places[0])) {
          skipTheRest();
        }
      },
    },
    () => shared.whySkipped,
  );
  const complaints = await runFeatures(
    shared.runOf(batch),
    (envelope) => {
      assertGoesOn(shared.interrupt);
      collector.accept(envelope);
    },
    (skip) => {
      skipTheRest = skip;
    },
  );
  shared.complain(complaints);
}

/** Takes part in the run until nothing is left, and nobody can give anything back. */
async function takePart(shared: SharedRun): Promise<void> {
  const endRunContext = keepRunContext();
  try {
    for (;;) {
      const batch = shared.next();
      if (batch.length > 0) {
        await runHere(shared, batch);
      } else if (shared.isBusy) {
        await shared.untilStirred();
      } else {
        return;
      }
    }
  } finally {
    await endRunContext();
  }
}

/** What is behind the end of a run that ends early is skipped, whether it has run or not, as in a single process. */
async function skipTheRest(shared: SharedRun): Promise<void> {
  const skipped = shared.afterEnd();
  if (skipped.length === 0) {
    return;
  }
  const places = [...skipped];
  const collector = new Collector(
    {
      finished: (result) => {
        shared.skip(places.shift(), result);
      },
    },
    () => shared.whySkipped,
  );
  await runFeatures({ ...shared.runOf(skipped), dryRun: true }, collector.accept);
}

/**
 * Runs the scenarios in this process and in up to `parallel - 1` workers. Each takes the next ones when it has none left;
 * one that has not loaded before all are taken is not waited for. A worker that dies loses the scenario that it was
 * running, no other.
 *
 * @throws UsageError where the tags are not a tag expression.
 */
export async function runWithWorkers(options: ExecuteOptions): Promise<Execution> {
  const { features, cwd, worldParameters, filters, bail, listener } = options;
  const shared = new SharedRun(options);
  options.begun?.(() => shared.execution([]));
  try {
    const run: CucumberRun = {
      ...{ cwd, worldParameters, bail },
      paths: [join(features, '*.feature')],
      selection: selectionOf(filters),
    };
    const { places, parseErrors, complaints } = await selectScenarios(run);
    shared.complain(complaints);
    if (parseErrors.length === 0 && places.length > 0) {
      listener.planned?.(places.length);
      shared.begin(places);
      await takePart(shared);
      await skipTheRest(shared);
    }
    return shared.execution(parseErrors);
  } finally {
    await shared.end();
  }
}
