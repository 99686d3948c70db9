/** The command that repeats a run. */
import type { RunPlan } from './plan/plan';

function quoted(text: string): string {
  return /^[\w./:@=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A line for a POSIX shell. */
export function rerunCommand({
  configFile,
  engine,
  seed,
  request,
}: Pick<RunPlan, 'configFile' | 'engine' | 'seed' | 'request'>): string {
  const words = ['npx', 'syncproof', 'run', ...request.specs, '--engine', engine, '--seed', `${seed}`];
  if (configFile !== undefined) {
    words.push('--config', configFile);
  }
  if (request.transport !== 'nock') {
    words.push('--transport', request.transport);
  }
  if (request.tags !== undefined) {
    words.push('--tags', request.tags);
  }
  for (const pattern of request.name) {
    words.push('--name', pattern);
  }
  return words.map(quoted).join(' ');
}
