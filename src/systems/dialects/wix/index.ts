/** The native API of Wix, as a simulated system speaks it (docs/wix-mock.md). */
import { guidOf } from '../../core/guid';
import type { NativeApi } from '../../core/native-api';
import { SITE_HEADER, credentialOf, wixDialect } from './dialect';
import { INSTALLER_PATH, TOKEN_PATH, WixApp } from './oauth';
import { DATATYPES } from './site';

/** Wix: one account is one site, distinguished from the others by the header `wix-site-id` or an access token. */
export const WIX_API: NativeApi = {
  name: 'wix',
  host: 'www.wixapis.com',
  otherHosts: ['www.wix.com'],
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
  account({ key, token }) {
    const siteId = guidOf('wix', key, 'site');
    const app = new WixApp({ key, token, siteId });
    return {
      dialect: wixDialect({ key: `wix ${key}`, app }),
      idOf: (sequence) => guidOf('wix', key, sequence),
      claims: (headers) =>
        headers.get(SITE_HEADER)?.toLowerCase() === siteId || app.owns(credentialOf(headers)),
      headers: { [SITE_HEADER]: siteId },
      oauth: {
        authorizePath: INSTALLER_PATH,
        tokenPath: TOKEN_PATH,
        clientId: app.clientId,
        clientSecret: app.clientSecret,
        instanceId: app.instanceId,
      },
    };
  },
};
