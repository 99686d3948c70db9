/** What is wrong with an engine as a whole, read from the messages of its errors. */

/** The engine does not start, or it does not answer. */
export type StartTrouble = 'no-start' | 'silence';

/** The messages of this room's errors that say so. */
const TROUBLES: readonly (readonly [StartTrouble, RegExp])[] = [
  ['silence', /^the engine (?:at \S+ )?did not answer "/],
  ['no-start', /^the engine could not be started:/],
  ['no-start', /^the engine failed at "(?:createEngine|hello)":/],
  ['no-start', /^the engine (?:ended with exit code \d+|was ended by \w+) before it answered "hello"/],
  ['no-start', /^the engine's command "start" /],
  ['no-start', /^The module of the engine /],
];

/**
 * What an engine that broke would do in every other scenario, too: it does not start, or it does not answer.
 *
 * @param message - of an `EngineError`.
 * @returns `undefined` where the next scenario may well fare better.
 */
export function startTroubleOf(message: string): StartTrouble | undefined {
  return TROUBLES.find(([, pattern]) => pattern.test(message))?.[0];
}
