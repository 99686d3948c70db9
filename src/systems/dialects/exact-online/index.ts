/** Exact Online, mocked. */
import { createHash } from 'node:crypto';
import { guidOf } from '../../core/guid';
import type { AccountOptions, NativeAccount, NativeApi } from '../../core/native-api';
import { createExactHandler } from './dialect';
import type { CallLimits } from './rate-limiter';
import { TokenIssuer } from './token-issuer';

export type { ExactHandler } from './dialect';
export { STOCK_ACCOUNT, STOCK_ITEM } from './entities';
export type { CallLimits } from './rate-limiter';

/** What an account of Exact Online can have beside key and token. */
export interface ExactAccountOptions extends AccountOptions {
  /** Default: none, since an engine would wait for ever on a clock that nobody moves. */
  readonly limits?: CallLimits;
}

/** The division of an account: six digits, the same for the same key. */
export function divisionOf(key: string): number {
  return 100_000 + (createHash('sha256').update(`division\n${key}`).digest().readUInt32BE(0) % 900_000);
}

/** One administration with the app's access to it. */
function account({ key, token, limits }: ExactAccountOptions): NativeAccount {
  const tokens = new TokenIssuer(key, token);
  return {
    dialect: (context) =>
      createExactHandler(
        {
          key,
          division: divisionOf(key),
          tokens,
          ...(limits === undefined ? {} : { limits }),
        },
        context,
      ),
    idOf: (sequence) => guidOf('exact-online', key, sequence),
    claims: (headers) => tokens.claims(headers),
    headers: {},
    renewal: tokens.renewal,
    oauth: tokens.app,
  };
}

/** The API of Exact Online: https://start.exactonline.nl, below `/api/v1/{division}`. */
export const EXACT_API = {
  name: 'exact-online',
  host: 'start.exactonline.nl',
  abilities: {
    idempotencyKey: false,
    search: true,
    externalReference: false,
    versions: false,
    webhooks: false,
    deltaCursor: false,
    timeResolution: 1,
  },
  datatypes: ['Accounts', 'Items', 'Salesorders'],
  account,
} as const satisfies NativeApi;
