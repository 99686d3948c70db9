import type { RecordedCall } from './types';
import { redact, REDACTED } from '../../core/redact';

/** What a HAR file says of a call beside what the call log holds. */
export interface Exchange {
  readonly url: string;
  /** Milliseconds since the epoch, by the system's clock; answers take no time by it. */
  readonly startedAt: number;
  /** Lower-case names and values, sorted by name; secrets are redacted. */
  readonly requestHeaders: readonly (readonly [string, string])[];
  /** Empty where the engine got no answer. */
  readonly responseHeaders: readonly (readonly [string, string])[];
}

/** The parts of an exchange as they came; the log keeps them, and redacts when it is asked. */
export interface RawExchange {
  readonly url: string;
  readonly startedAt: number;
  readonly requestHeaders: Iterable<readonly [string, string]>;
  readonly responseHeaders: Iterable<readonly [string, string]>;
  /** Texts to take out wherever they occur. */
  readonly secrets: readonly string[];
}

/** The calls that the systems of one scenario answered, in the order in which they took effect. */
export interface CallLog {
  readonly calls: readonly RecordedCall[];
  /** The number of the log's last call, 0 at the start. */
  mark(): number;
  /** The calls that came after `mark`. */
  since(mark: number): readonly RecordedCall[];
  /** Headers and time of a call; `undefined` where there is no such call, or the log is not detailed. */
  exchangeOf(number: number): Exchange | undefined;
  /** Adds a call and gives it the next number. For systems. */
  add(call: Omit<RecordedCall, 'number'>, exchange?: () => RawExchange): RecordedCall;
}

/** How much a log keeps. */
export interface CallLogOptions {
  /** Headers and times too, for HAR files. Default: false. */
  readonly detailed?: boolean;
}

/** Headers whose values are secrets, whatever they are. */
const SECRET_HEADER = /authorization|cookie|token|secret|password|api[_-]?key/;

/** Makes an empty call log; all systems of one scenario share one, so its numbers order their calls. */
export function createCallLog({ detailed = false }: CallLogOptions = {}): CallLog {
  const calls: RecordedCall[] = [];
  const exchanges: (RawExchange | undefined)[] = [];
  return {
    calls,
    mark: () => calls.length,
    since: (mark) => calls.slice(mark),
    exchangeOf(number) {
      const raw = exchanges[number - 1];
      return raw === undefined ? undefined : shown(raw);
    },
    add(call, exchange) {
      const numbered = { number: calls.length + 1, ...call };
      calls.push(numbered);
      if (detailed) {
        exchanges.push(exchange?.());
      }
      return numbered;
    },
  };
}

function shown({ url, startedAt, requestHeaders, responseHeaders, secrets }: RawExchange): Exchange {
  const hide = (headers: RawExchange['requestHeaders']): Exchange['requestHeaders'] =>
    Array.from(headers, ([name, value]): readonly [string, string] => {
      const key = name.toLowerCase();
      return [key, SECRET_HEADER.test(key) ? REDACTED : redact(value, secrets)];
    }).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return {
    url: redact(url, secrets),
    startedAt,
    requestHeaders: hide(requestHeaders),
    responseHeaders: hide(responseHeaders),
  };
}
