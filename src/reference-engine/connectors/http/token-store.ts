/** The token of each system, renewed where it expires (OAuth 2.0, RFC 6749, section 6), and remembered over restarts. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemConfiguration, TokenRenewal } from '../../../protocol';
import type { SystemModel } from '../../planner/model';
import { ApiError } from './api-error';
import { reasonOf } from './reason';
import { isObject, type Json } from '../../../core/json';

/** A renewed token, and the refresh token of the configuration that it goes back to. */
interface Renewed {
  readonly configured: string;
  readonly access: string;
  readonly refresh: string;
}

/** The file in an engine's state directory that holds renewed tokens; only its owner can read it. */
export const TOKENS_FILE = 'tokens.json';

/**
 * Keeps renewed tokens. A refresh token that is valid once only must not be lost, so each renewal is written at once.
 *
 * @throws Error when the file cannot be read.
 */
export class TokenStore {
  private readonly path: string;
  private read: Record<string, Renewed> | undefined;

  constructor(stateDir: string) {
    this.path = join(stateDir, TOKENS_FILE);
  }

  /** Read when a system first asks for its token: most have none that is ever renewed. */
  private get renewed(): Record<string, Renewed> {
    this.read ??= existsSync(this.path) ? readTokens(this.path) : {};
    return this.read;
  }

  /** What was renewed for a system, as long as it still has the refresh token that it all began with. */
  find(system: string, { refreshToken }: TokenRenewal): Renewed | undefined {
    const found = Object.hasOwn(this.renewed, system) ? this.renewed[system] : undefined;
    return found?.configured === refreshToken ? found : undefined;
  }

  keep(system: string, renewed: Renewed): void {
    this.renewed[system] = renewed;
    const next = `${this.path}.next`;
    writeFileSync(next, `${JSON.stringify(this.renewed)}\n`, { mode: 0o600 });
    renameSync(next, this.path);
  }
}

function readTokens(path: string): Record<string, Renewed> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, Renewed>;
  } catch (error) {
    throw new Error(
      `The engine's tokens ${path} cannot be read: ${reasonOf(error)}. Remove the file, and give the system a new refresh token.`,
      { cause: error },
    );
  }
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function answeredTokens(text: string): { access?: string; refresh?: string } {
  let answer: Json;
  try {
    answer = JSON.parse(text) as Json;
  } catch {
    return {};
  }
  if (!isObject(answer)) {
    return {};
  }
  const [access, refresh] = [textOf(answer.access_token), textOf(answer.refresh_token)];
  return { ...(access === undefined ? {} : { access }), ...(refresh === undefined ? {} : { refresh }) };
}

/** The token of one system. */
export class AccessToken {
  private access: string;
  private refresh: string | undefined;
  private renewing: Promise<void> | undefined;
  private readonly configuration: SystemConfiguration;

  constructor(
    private readonly system: SystemModel,
    private readonly tokenStore: TokenStore,
    private readonly fetch: typeof globalThis.fetch,
  ) {
    this.configuration = system.configuration;
    const { token, renewal } = this.configuration;
    const kept = renewal === undefined ? undefined : tokenStore.find(system.id, renewal);
    this.access = kept?.access ?? token;
    this.refresh = kept?.refresh ?? renewal?.refreshToken;
  }

  get current(): string {
    return this.access;
  }

  get renewable(): boolean {
    return this.configuration.renewal !== undefined;
  }

  /** Gets another token than the one that was refused; calls that need one at the same time share it. @throws ApiError */
  async renew(refused: string): Promise<void> {
    const { renewal } = this.configuration;
    if (refused !== this.access || renewal === undefined) {
      return;
    }
    this.renewing ??= this.fetchToken(renewal).finally(() => {
      this.renewing = undefined;
    });
    await this.renewing;
  }

  private async fetchToken(renewal: TokenRenewal): Promise<void> {
    const { path, clientId, clientSecret, refreshToken } = renewal;
    const url = `${this.configuration.baseUrl}${path}`;
    const where = `The renewal of the token at POST ${url}`;
    const answer = await this.fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: this.refresh ?? refreshToken,
        client_id: clientId,
        client_secret: clientSecret,
      }).toString(),
    }).then(
      async (response) => ({ ok: response.ok, status: response.status, text: await response.text() }),
      (error: unknown) => {
        throw new ApiError(`${where} got no answer: ${reasonOf(error)}.`, { status: 401 });
      },
    );
    const { access, refresh = this.refresh ?? refreshToken } = answeredTokens(answer.text);
    if (!answer.ok || access === undefined) {
      const said = answer.ok ? 'without an access_token' : answer.text.slice(0, 200);
      throw new ApiError(`${where} answered ${answer.status}: ${said}.`, { status: 401 });
    }
    this.access = access;
    this.refresh = refresh;
    this.tokenStore.keep(this.system.id, { configured: refreshToken, access, refresh });
  }
}
