/** How an engine can fail. Any other error is the harness's own. */

/** The engine under test did not do what the document says: the check fails. */
export class Mismatch extends Error {
  override readonly name = 'Mismatch';
}

/** The engine does not claim the capability, or cannot do what the scenario needs: the check is `unsupported`. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';

  /** @param reason - half a sentence. Default: that the capability is not claimed. */
  constructor(
    readonly capability: string,
    reason = `the engine does not claim the capability "${capability}"`,
  ) {
    super(reason);
  }
}

/** The engine could not be started, broke the protocol or stopped answering (exit code 4). */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
