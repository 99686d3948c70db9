/** An app of Wix as it is installed on one site: its ids and secret, its tokens and codes. */
import { guidOf } from '../../../core/guid';
import type { Clock } from '../../../core/types';
import { AuthorizationCodes, ClientRegistry } from '../../../http/oauth';

/** How long an authorization code lives, in milliseconds (https://dev.wix.com/docs/rest/app-management/oauth-2/introduction). */
const CODE_LIFE = 600_000;

/** What becomes of an access token in a call. */
export type TokenState = 'valid' | 'expired' | 'unknown';

/** When an access token was given out, and until when it is good; milliseconds since the epoch. */
export interface TokenLife {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** What an app is made from. */
export interface WixAppOptions {
  /** Unique among the sites; ids are made from it. */
  readonly key: string;
  /** The API key of the site: all tokens begin with it, so that logs hide them. */
  readonly token: string;
  readonly siteId: string;
}

/** An app, installed on one site. Its access tokens are good side by side, each for its own time. */
export class WixApp {
  /** The app id. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly instanceId: string;
  readonly siteId: string;
  readonly codes: AuthorizationCodes;
  /** Of custom authentication; it never expires. */
  readonly refreshToken: string;
  private readonly prefix: string;
  private readonly lives = new Map<string, TokenLife>();
  private clock: Clock | undefined;

  constructor({ key, token, siteId }: WixAppOptions) {
    const clientId = guidOf('wix', key, 'app');
    this.clientId = clientId;
    this.clientSecret = `${token}.secret`;
    this.instanceId = guidOf('wix', key, 'instance');
    this.siteId = siteId;
    this.refreshToken = `${token}.refresh`;
    this.prefix = `${token}.access.${this.instanceId.slice(0, 8)}.`;
    this.codes = new AuthorizationCodes((number) => guidOf(clientId, 'code', number), CODE_LIFE);
    APPS.register(this);
  }

  /** Tokens and codes expire by this clock. */
  start(clock: Clock): void {
    this.clock = clock;
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.clock?.now() ?? 0;
  }

  /** A new access token. @param seconds - how long it lives */
  issueToken(seconds: number): string {
    const issuedAt = this.now();
    const token = `${this.prefix}${this.lives.size + 1}`;
    this.lives.set(token, { issuedAt, expiresAt: issuedAt + seconds * 1000 });
    return token;
  }

  /** Whether the text has the form of this app's access tokens, whatever became of it. */
  owns(token: string): boolean {
    return token.startsWith(this.prefix);
  }

  /** `undefined` for a token that was never given out. */
  lifeOf(token: string): TokenLife | undefined {
    return this.lives.get(token);
  }

  stateOf(token: string): TokenState {
    const life = this.lives.get(token);
    return life === undefined ? 'unknown' : this.now() < life.expiresAt ? 'valid' : 'expired';
  }
}

/** All apps that there are. */
export const APPS = new ClientRegistry<WixApp>();
