import { Session } from 'node:inspector';

/**
 * Counts work where a time would tell more of the machine: how often functions whose file fits `files` are called until
 * `work` has ended.
 */
export async function countCalls(files: RegExp, work: () => unknown): Promise<number> {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  try {
    await work();
    let calls = 0;
    session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      for (const { functions } of result.filter(({ url }) => files.test(url))) {
        calls += functions.reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0);
      }
    });
    return calls;
  } finally {
    session.disconnect();
  }
}
