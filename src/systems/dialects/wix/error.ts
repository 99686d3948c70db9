/**
 * Errors as the Wix APIs give them: `{message, details}`, where details hold an application error (a business rule) or
 * a validation error (what is wrong with the input). System errors are empty by design.
 *
 * @see https://dev.wix.com/docs/rest/articles/getting-started/errors
 */
import type { ApiResponse, InjectedError } from '../../core/dialect';
import { ApiRefusal, jsonResponse } from '../../http/responses';
import type { Properties } from '../../core/types';

/** The rules that a field can violate, as the types of Wix's SDK packages name them. */
export type ViolatedRule =
  | 'VALIDATION'
  | 'REQUIRED_FIELD'
  | 'FORMAT'
  | 'MAX'
  | 'MIN'
  | 'MAX_LENGTH'
  | 'MIN_LENGTH'
  | 'MAX_SIZE'
  | 'MIN_SIZE'
  | 'INVALID_ENUM_VALUE'
  | 'FIELD_NOT_ALLOWED';

/** What is wrong with one field of the input. */
export interface FieldViolation {
  /** Dotted path in the request, `info.emails.items.0.email`. */
  readonly field: string;
  readonly description: string;
  readonly violatedRule: ViolatedRule;
}

interface RefusalDetails {
  readonly applicationError?: {
    readonly code: string;
    readonly description: string;
    readonly data?: Properties;
  };
  readonly validationError?: { readonly fieldViolations: readonly FieldViolation[] };
}

/** A call that is refused; thrown inside the dialect and answered in Wix's shape. */
export class WixRefusal extends ApiRefusal {
  /** @param ordinary - for a stale revision, a duplicate, a value that Wix does not take */
  constructor(
    readonly status: number,
    message: string,
    private readonly details: RefusalDetails,
    ordinary: boolean,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message, ordinary);
  }

  override response(): ApiResponse {
    const { status, message, details, headers } = this;
    return jsonResponse(status, JSON.stringify({ message, details }), headers);
  }
}

/** A business rule that the call breaks; a correct client may meet it. */
export function businessRule(status: number, code: string, message: string, data?: Properties): WixRefusal {
  const applicationError = { code, description: message, ...(data === undefined ? {} : { data }) };
  return new WixRefusal(status, message, { applicationError }, true);
}

/** A call that no correct client makes, with an application code. */
export function misuse(status: number, code: string, message: string): WixRefusal {
  return new WixRefusal(status, message, { applicationError: { code, description: message } }, false);
}

/** A value that Wix does not take; a correct client may meet it, since values come from other systems. */
export function unfitValue(violation: FieldViolation): WixRefusal {
  return invalid(violation, true);
}

/** Input of a form that no correct client sends. */
export function malformed(
  field: string,
  description: string,
  violatedRule: ViolatedRule = 'VALIDATION',
): WixRefusal {
  return invalid({ field, description, violatedRule }, false);
}

function invalid(violation: FieldViolation, ordinary: boolean): WixRefusal {
  const { field, description } = violation;
  const message = field === '' ? description : `"${field}" ${description}`;
  return new WixRefusal(400, message, { validationError: { fieldViolations: [violation] } }, ordinary);
}

/** The generic application codes, by status. */
const GENERIC_CODES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  428: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
};

/** Statuses that Wix does not know, and what it answers in their place: a stale version is a conflict, a bad value a bad request. */
const WIX_STATUS: Readonly<Record<number, number>> = { 410: 400, 412: 409, 422: 400 };

/** An error that a fault plan asks for; a status that Wix never gives becomes the one that it gives for the same problem. */
export function injectedErrorResponse({ status: asked, kind, detail, headers }: InjectedError): ApiResponse {
  const isStale = kind === 'stale-version' || asked === 412;
  const status = isStale ? 409 : kind === 'expired-cursor' ? 400 : (WIX_STATUS[asked] ?? asked);
  const code = isStale ? 'CONTACT_ALREADY_CHANGED' : GENERIC_CODES[status];
  const violation: FieldViolation = { field: '', description: detail, violatedRule: 'VALIDATION' };
  const details: RefusalDetails =
    code !== undefined
      ? { applicationError: { code, description: detail } }
      : status < 500
        ? { validationError: { fieldViolations: [violation] } }
        : {};
  return new WixRefusal(status, status < 500 ? detail : '', details, true, headers).response();
}
