/** Options with a choice of values. */
import { Option } from 'commander';

/** Which scenarios a run generates. */
export function profileOption(): Option {
  const meaning =
    'core: what the sentences say; full: also what must hold when something goes wrong (default: core)';
  return new Option('--profile <name>', meaning).choices(['core', 'full']);
}
