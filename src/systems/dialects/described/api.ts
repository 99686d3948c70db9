import type { ApiDescription } from '../../../protocol';
import type { NativeApi } from '../../core/native-api';
import { describedDialect } from './dialect';

/** What a profile says of an API that it describes. */
export interface DescribedProfile {
  readonly name: string;
  readonly host?: string;
  readonly description: ApiDescription;
}

/** Ids of four digits and more are not taken for a page or an index. */
const FIRST_ID = 1000;
const SECOND = 1000;

function hostOf({ name, host }: DescribedProfile): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return host ?? `${label === '' ? 'system' : label}.test`;
}

/** A native API, made from its description. */
export function describedApi(profile: DescribedProfile): NativeApi {
  const { name, description } = profile;
  const { record, resources } = description;
  return {
    name,
    description,
    host: hostOf(profile),
    datatypes: Object.keys(resources),
    abilities: {
      idempotencyKey: false,
      search: false,
      externalReference: false,
      versions: record.version !== undefined,
      webhooks: false,
      deltaCursor: false,
      timeResolution: record.modified.format === 'epoch-seconds' ? SECOND : 1,
    },
    account: () => ({
      dialect: describedDialect(description),
      idOf: (sequence) => String(FIRST_ID + sequence),
      headers: {},
    }),
  };
}
