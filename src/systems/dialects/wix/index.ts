/** The native API of Wix, as a simulated system speaks it (docs/wix-mock.md). */
import { guidOf } from '../../core/guid';
import type { NativeApi } from '../../core/native-api';
import { SITE_HEADER, wixDialect } from './dialect';
import { DATATYPES } from './site';

/** Wix: one account is one site, distinguished from the others by the header `wix-site-id`. */
export const WIX_API: NativeApi = {
  name: 'wix',
  host: 'www.wixapis.com',
  abilities: {
    idempotencyKey: false,
    search: true,
    externalReference: false,
    versions: true,
    webhooks: false,
    deltaCursor: false,
    timeResolution: 1,
  },
  datatypes: DATATYPES,
  account({ key }) {
    const siteId = guidOf('wix', key, 'site');
    return {
      dialect: wixDialect({ key: `wix ${key}`, siteId }),
      idOf: (sequence) => guidOf('wix', key, sequence),
      claims: (headers) => headers.get(SITE_HEADER)?.toLowerCase() === siteId,
      headers: { [SITE_HEADER]: siteId },
    };
  },
};
