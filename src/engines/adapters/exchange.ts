/** The messages to one process and the answers that are still due: numbers them, and finds what breaks the protocol. */
import type { MessageEnvelope, MessageType } from '../../protocol';
import { EngineError } from '../errors';
import { received } from '../received';

type Members = Readonly<Record<string, unknown>>;

interface Pending {
  readonly type: MessageType;
  readonly session: string | undefined;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: EngineError) => void;
}

/** What an engine that broke the protocol is reported with. */
export function brokenProtocol(what: string): EngineError {
  return new EngineError(`the engine broke the protocol: ${what}`);
}

/** An answer without its envelope. @throws EngineError where it does not repeat the message's `seq` and `session` */
export function unwrap({ type, seq, session }: MessageEnvelope, answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw brokenProtocol(`it answered "${type}" with ${received(answer)}; expected an object`);
  }
  const { seq: itsSeq, session: itsSession, ...members } = answer as Members;
  if (itsSeq !== seq) {
    throw brokenProtocol(
      `its answer to "${type}" must repeat "seq": ${seq}, and has ${stated('seq', itsSeq)}. It sent: ${received(answer)}`,
    );
  }
  if (itsSession !== session) {
    const expected = session === undefined ? 'have no "session"' : `repeat "session": "${session}"`;
    throw brokenProtocol(
      `its answer to "${type}" must ${expected}, and has ${stated('session', itsSession)}. It sent: ${received(answer)}`,
    );
  }
  return members;
}

function stated(name: string, value: unknown): string {
  return value === undefined ? `no "${name}"` : `"${name}": ${JSON.stringify(value)}`;
}

/** What is invisible in a line and makes it unreadable. */
function encodingOf(line: string): string | undefined {
  if (line.startsWith('\uFEFF')) {
    return 'the line begins with a byte order mark';
  }
  return line.includes('\0') ? 'the line has NUL bytes, as UTF-16 has them' : undefined;
}

/** Reads a line as an answer. @throws EngineError where it is not a JSON object */
function answerIn(line: string): Members {
  const unreadable = encodingOf(line);
  if (unreadable !== undefined) {
    throw brokenProtocol(`its standard output must be UTF-8, and ${unreadable}: ${received(line)}`);
  }
  let answer: unknown;
  try {
    answer = JSON.parse(line);
  } catch {
    throw brokenProtocol(
      `its standard output must hold one JSON object a line and nothing else (its log belongs on standard error), and it wrote: ${received(line)}`,
    );
  }
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) {
    return answer as Members;
  }
  throw brokenProtocol(`it wrote a line that is not a JSON object: ${received(line)}`);
}

/** The exchange with one process. */
export class MessageExchange {
  private readonly pending = new Map<number, Pending>();
  private broken: EngineError | undefined;
  private seq = 0;

  /** @param write - takes a line, without its end */
  constructor(private readonly write: (line: string) => void) {}

  /** Sends a message; resolves with the answer's own members. @throws EngineError */
  ask(type: MessageType, members: object, session?: string): Promise<unknown> {
    if (this.broken !== undefined) {
      return Promise.reject(this.broken);
    }
    this.seq += 1;
    const { seq } = this;
    return new Promise((resolve, reject) => {
      this.pending.set(seq, { type, session, resolve, reject });
      this.write(JSON.stringify({ type, seq, ...(session === undefined ? {} : { session }), ...members }));
    });
  }

  /** A line came. */
  accept(line: string): void {
    if (line.trim() === '' || this.broken !== undefined) {
      return;
    }
    try {
      this.settle(answerIn(line));
    } catch (error) {
      this.fail(error instanceof EngineError ? error : new EngineError(String(error)));
    }
  }

  private settle(answer: Members): void {
    const seq = typeof answer.seq === 'number' ? answer.seq : Number.NaN;
    const due = this.pending.get(seq);
    if (due === undefined) {
      throw this.unasked(answer);
    }
    const members = unwrap(
      { type: due.type, seq, ...(due.session === undefined ? {} : { session: due.session }) },
      answer,
    );
    this.pending.delete(seq);
    due.resolve(members);
  }

  /** What is wrong with an answer that nothing waits for. */
  private unasked(answer: Members): EngineError {
    const [first] = this.pending;
    if (first === undefined) {
      return brokenProtocol(
        `it sent an answer that no message asked for (the last one had "seq": ${this.seq}): ${received(answer)}`,
      );
    }
    const [seq, { type }] = first;
    return brokenProtocol(
      `its answer to "${type}" must repeat "seq": ${seq}, and has ${stated('seq', answer.seq)}. It sent: ${received(answer)}`,
    );
  }

  /** From now on nothing can be asked: every answer that is due fails, and so does every later message. */
  fail(error: EngineError): void {
    this.broken ??= error;
    const due = [...this.pending.values()];
    this.pending.clear();
    due.forEach(({ reject }) => {
      reject(error);
    });
  }

  /** The message that waits for its answer; the last one sent where there are several. */
  get waiting(): MessageType | undefined {
    return [...this.pending.values()].at(-1)?.type;
  }
}
