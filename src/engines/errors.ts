/** How an engine can fail. Any other error is the harness's own. */

/** The engine under test did not do what the document says: the check fails. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

/** The engine does not claim the capability, so the check is `unsupported`. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';

  constructor(readonly capability: string) {
    super(`the engine does not claim the capability "${capability}"`);
  }
}

/** The engine could not be started, broke the protocol or stopped answering (exit code 4). */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
