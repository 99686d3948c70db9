/** The native APIs, by what profiles say. */
import { describedApi, type DescribedProfile } from './described';
import { EXACT_API } from './exact-online';
import type { NativeApi } from '../core/native-api';
import { WIX_API } from './wix';

/** What a profile says of an API: a built-in one by its name, or one in data. */
export interface ApiProfile extends Omit<DescribedProfile, 'description'> {
  readonly api: string;
  readonly description?: DescribedProfile['description'];
}

const BUILT_IN: ReadonlyMap<string, NativeApi> = new Map(
  [EXACT_API, WIX_API].map((api) => [api.name, api] as const),
);

/** The API that a profile names or describes; `undefined` where it is the plain REST dialect. */
export function nativeApi({ api, description, ...profile }: ApiProfile): NativeApi | undefined {
  return description === undefined ? BUILT_IN.get(api) : describedApi({ ...profile, description });
}
