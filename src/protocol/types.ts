/**
 * The control protocol between the harness and an engine under test (docs/engine-protocol.md).
 * The harness and every engine share these shapes and nothing else.
 */
import type { ConversionJson, DatatypeSchema, DataTypeName, StatementKind } from '../model';
import type { ApiDescription } from './api';

export type { DatatypeSchema, PropertySchema, PropertyType } from '../model';

/** What the API of a system offers. */
export interface Abilities {
  readonly idempotencyKey: boolean;
  readonly search: boolean;
  readonly externalReference: boolean;
  readonly versions: boolean;
  readonly webhooks: boolean;
  readonly deltaCursor: boolean;
  /** Smallest step of the modification time, in milliseconds. */
  readonly timeResolution: number;
}

/** OAuth 2.0 (RFC 6749, section 6): a form-encoded POST with `grant_type=refresh_token`. */
export interface TokenRenewal {
  /** From the base URL on, with a slash at its beginning. */
  readonly path: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** OAuth 2.0: an app that the vendor knows, for engines that go through OAuth instead of taking the token. */
export interface OAuthApp {
  /** Where people give the app its rights, from the base URL on. */
  readonly authorizePath: string;
  /** Where tokens are given out, from the base URL on. */
  readonly tokenPath: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Wix: the id of the app's instance on the site. */
  readonly instanceId?: string;
}

/** What proves that an event of a webhook comes from the system (Standard Webhooks 1.0.0, https://www.standardwebhooks.com). */
export interface WebhookSigning {
  /** `whsec_` and the key in base64. */
  readonly secret: string;
}

/** Where an engine receives the events of webhooks. */
export interface WebhookReceiver {
  /** `http:`, on loopback, without a query: each event is a POST to `<url>/<the system's id>`. */
  readonly url: string;
}

export interface SystemConfiguration {
  /** The name as the documents write it. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  readonly api: 'rest' | 'native';
  /** Which native API the system speaks: `wix`, `exact-online`, or the name of a profile of the user's. */
  readonly profile?: string;
  /** Headers that go with every call beside the token's (native APIs): `{"wix-site-id": "…"}`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How the token is renewed, where the API lets it expire. */
  readonly renewal?: TokenRenewal;
  /** The app that the engine may act as, where the API knows OAuth. `token` works without it. */
  readonly oauth?: OAuthApp;
  /** The API in data, where a profile of the user's describes it. */
  readonly description?: ApiDescription;
  /** Per datatype, by the name the documents write. */
  readonly schema: Readonly<Record<string, DatatypeSchema>>;
  readonly abilities: Abilities;
  /** Only for engines that claim `webhooks`, and of systems that offer them: how the events are signed. */
  readonly webhooks?: WebhookSigning;
}

/** What a row says of the values on its target side. */
export interface RowDataType {
  readonly name: DataTypeName;
  /** The cell as it is written. */
  readonly text: string;
  /** Of an `expression` that can be read: what it says, in the form of DTL, as `syncproof show` writes it. */
  readonly conversion?: ConversionJson;
  /** Of an `expression` that cannot be read: why. */
  readonly problem?: string;
}

/** The row counts only while a property holds a value (D22); the document may leave out either. */
export interface RowGate {
  readonly property?: string;
  readonly value?: string;
  /** Whose record has the property; `both`: both cells state the gate, so the record of either side must hold the value. */
  readonly side: 'source' | 'target' | 'both';
}

export interface DataflowRow {
  readonly source: string;
  readonly target: string;
  readonly dataType?: RowDataType;
  readonly gate?: RowGate;
}

/** A statement without its text: texts are never sent to an engine. */
export interface DataflowStatement {
  readonly kind: StatementKind;
  readonly rows?: readonly DataflowRow[];
  readonly connectedTo?: {
    readonly system: string;
    readonly datatypes: readonly string[];
    readonly synchronizedInto: string;
  };
  readonly condition?: string;
}

export interface DataflowSide {
  /** A system's name; the key of `Configure.systems` is its id. */
  readonly system: string;
  readonly datatype: string;
}

export interface DataflowSection {
  /** `document/section`: what the ids of its checks begin with; good for logs, and the same in every run. */
  readonly id: string;
  readonly source: DataflowSide;
  readonly target: DataflowSide;
  readonly statements: readonly DataflowStatement[];
}

export interface Dataflow {
  readonly systems: { readonly source: string; readonly target: string };
  readonly sections: readonly DataflowSection[];
}

export interface Policies {
  /** Default true: records that were there before are synchronized too (D2). */
  readonly fullSync?: boolean;
  /** Default `spread` (D13). */
  readonly clear?: 'spread' | 'restore';
  /** Default `keep` (D19). */
  readonly deletes?: 'keep' | 'propagate';
}

export interface ConditionBinding {
  readonly property: string;
  readonly equals?: unknown;
  readonly in?: readonly unknown[];
  readonly not?: unknown;
}

export interface Bindings {
  readonly conditions?: Readonly<Record<string, ConditionBinding>>;
  readonly references?: Readonly<Record<string, string>>;
}

/**
 * What an engine may claim. `sessions`: one process or daemon serves many scenarios; `continuous`: it synchronizes by itself
 * and cannot be asked to.
 */
export type Capability =
  | 'links'
  | 'fullSync'
  | 'webhooks'
  | 'clear'
  | 'deletes'
  | 'restart'
  | 'native'
  | 'references'
  | 'conditions'
  | 'gates'
  | 'sessions'
  | 'continuous';

/** The messages to an engine, in the order of their first appearance in a session. */
export type MessageType = 'hello' | 'configure' | 'sync' | 'status' | 'links' | 'reset' | 'stop';

/**
 * What every message to an engine in another process carries besides its own members. The answer repeats `seq`, and
 * `session` where the message has one. Inside the process a message is a method, and needs neither.
 */
export interface MessageEnvelope {
  readonly type: MessageType;
  /** Counts the messages to a process or daemon, from 1. */
  readonly seq: number;
  /** Which scenario's engine is meant: over HTTP, and where one process serves several. Absent in `hello`. */
  readonly session?: string;
}

export interface Hello {
  readonly protocol: 1;
}

export interface HelloAnswer {
  readonly engine: {
    readonly name: string;
    readonly version: string;
    readonly language?: string;
    readonly homepage?: string;
  };
  readonly capabilities: readonly Capability[];
  /** With the capability `sessions`: how many sessions may be open at once. Default 1: one after the other. */
  readonly concurrentSessions?: number;
}

export interface Configure {
  /** Keyed by system id. The order is that in which the documents first name the systems. */
  readonly systems: Readonly<Record<string, SystemConfiguration>>;
  readonly dataflows: readonly Dataflow[];
  readonly bindings: Bindings;
  readonly policies: Policies;
  /** A directory of this engine's own; what it holds survives a restart. */
  readonly stateDir: string;
  readonly limits: Limits;
}

/** What the harness does not wait beyond. */
export interface Limits {
  /** For each answer, that to `sync` included, in seconds. */
  readonly answerSeconds: number;
}

export interface ConfigureAnswer {
  readonly unsupported?: Capability;
  readonly error?: string;
  /** Where the events of all systems that offer webhooks are to go; only of engines that claim `webhooks`. */
  readonly webhooks?: WebhookReceiver;
}

export interface Sync {
  readonly mode: 'incremental' | 'full';
}

export interface SyncAnswer {
  readonly error?: string;
}

/** What a continuous engine says of its work. */
export interface StatusAnswer {
  /** It knows of nothing left to do. */
  readonly idle: boolean;
  /** It has read all changes up to this time of the systems, RFC 3339. */
  readonly readUntil?: string;
}

/** A record as `links` names it; `system` is the system's id. */
export interface LinkedRecord {
  readonly system: string;
  readonly datatype: string;
  readonly id: string;
}

export interface LinksAnswer {
  readonly clusters: readonly (readonly LinkedRecord[])[];
}

/** An engine inside the process: the same messages as methods. */
export interface Engine {
  hello(message: Hello): Promise<HelloAnswer>;
  configure(message: Configure): Promise<ConfigureAnswer>;
  sync(message: Sync): Promise<SyncAnswer>;
  /** Only where `hello` claims the capability `links`. */
  links?(): Promise<LinksAnswer>;
  /** Only of continuous engines, and optional. */
  status?(): Promise<StatusAnswer>;
  /** Forgets every record and link, and keeps the configuration; only of engines whose configuration is fixed. */
  reset?(): Promise<object>;
  stop(): Promise<void>;
}

/** What an in-process engine is given: its only way to the systems, and where its log goes. */
export interface EngineContext {
  readonly fetch: typeof globalThis.fetch;
  readonly log: (line: string) => void;
  /** Lets that many milliseconds pass, where a system asks to wait. Default: real time. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Milliseconds since the epoch, for waiting alone. Default: real time. */
  readonly now?: () => number;
}

/** What a module of an in-process engine exports as `createEngine`. A restart is another call of it. */
export type CreateEngine = (surroundings: EngineContext) => Engine;
