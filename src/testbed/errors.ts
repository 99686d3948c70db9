/** What a scenario starts from could not be brought about; `check` is the sentence to blame. */
export class Precondition extends Error {
  override readonly name = 'Precondition';

  constructor(
    readonly check: string,
    message: string,
  ) {
    super(`precondition: ${check}: ${message}`);
  }
}
