/** A run in this process alone. */
import { join } from 'node:path';
import { selectionOf } from '../plan/selection';
import { Collector } from './collect';
import { runFeatures } from './cucumber';
import type { Way } from './types';

/** Runs the scenarios one after the other. */
export const runAlone: Way = async ({ features, cwd, worldParameters, filters, bail, listener }) => {
  const collector = new Collector(listener);
  const paths = [join(features, '*.feature')];
  const selection = selectionOf(filters);
  const complaints = await runFeatures({ cwd, paths, worldParameters, selection, bail }, collector.accept);
  return { collector, complaints };
};
