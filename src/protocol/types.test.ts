/** The schema and the types say the same: the compiler holds the tables here to the types, the tests the schema to them. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { STATEMENT_KINDS, type DataTypeName } from '../model';
import { schema } from './testing';
import type {
  Abilities,
  ApiDescription,
  Bindings,
  Capability,
  ConditionBinding,
  Configure,
  ConfigureAnswer,
  Dataflow,
  DataflowRow,
  DataflowSection,
  DataflowSide,
  DataflowStatement,
  DatatypeSchema,
  Hello,
  HelloAnswer,
  LinkedRecord,
  Limits,
  LinksAnswer,
  MessageType,
  OAuthApp,
  Policies,
  PropertySchema,
  PropertyType,
  RowDataType,
  RowGate,
  StatusAnswer,
  Sync,
  SyncAnswer,
  SystemConfiguration,
  TimeFormat,
  TokenRenewal,
  WebhookReceiver,
  WebhookSigning,
} from '.';

/** Every member of a shape, and whether it must be there: the compiler holds this to the types. */
type Members<Shape> = {
  readonly [Name in keyof Shape]-?: object extends Pick<Shape, Name> ? 'optional' : 'required';
};

/** Every word of a union. */
type Words<Union extends string> = Readonly<Record<Union, true>>;

const [required, optional] = ['required', 'optional'] as const;

const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hello: { protocol: required } satisfies Members<Hello>,
  helloAnswer: {
    engine: required,
    capabilities: required,
    concurrentSessions: optional,
  } satisfies Members<HelloAnswer>,
  configure: {
    systems: required,
    dataflows: required,
    bindings: required,
    policies: required,
    stateDir: required,
    limits: required,
  } satisfies Members<Configure>,
  limits: { answerSeconds: required } satisfies Members<Limits>,
  configureAnswer: {
    unsupported: optional,
    error: optional,
    webhooks: optional,
  } satisfies Members<ConfigureAnswer>,
  sync: { mode: required } satisfies Members<Sync>,
  syncAnswer: { error: optional } satisfies Members<SyncAnswer>,
  status: {},
  statusAnswer: { idle: required, readUntil: optional } satisfies Members<StatusAnswer>,
  links: {},
  linksAnswer: { clusters: required } satisfies Members<LinksAnswer>,
  reset: {},
  resetAnswer: {},
  stop: {},
  stopAnswer: {},
  failure: { error: required },
  system: {
    name: required,
    baseUrl: required,
    token: required,
    api: required,
    profile: optional,
    headers: optional,
    renewal: optional,
    oauth: optional,
    description: optional,
    schema: required,
    abilities: required,
    webhooks: optional,
  } satisfies Members<SystemConfiguration>,
  webhookSigning: { secret: required } satisfies Members<WebhookSigning>,
  webhookReceiver: { url: required } satisfies Members<WebhookReceiver>,
  renewal: {
    path: required,
    clientId: required,
    clientSecret: required,
    refreshToken: required,
  } satisfies Members<TokenRenewal>,
  oauth: {
    authorizePath: required,
    tokenPath: required,
    clientId: required,
    clientSecret: required,
    instanceId: optional,
  } satisfies Members<OAuthApp>,
  description: {
    authentication: required,
    record: required,
    list: required,
    update: required,
    resources: required,
  } satisfies Members<ApiDescription>,
  describedRecord: {
    id: required,
    modified: required,
    version: optional,
    properties: optional,
    envelope: optional,
  } satisfies Members<ApiDescription['record']>,
  describedList: {
    items: optional,
    pageSize: required,
    paging: required,
    since: optional,
  } satisfies Members<ApiDescription['list']>,
  describedUpdate: {
    method: required,
    body: required,
    conflict: optional,
  } satisfies Members<ApiDescription['update']>,
  datatype: { properties: required } satisfies Members<DatatypeSchema>,
  property: {
    type: required,
    list: optional,
    required: optional,
    readOnly: optional,
    clearable: optional,
    format: optional,
    references: optional,
    default: optional,
  } satisfies Members<PropertySchema>,
  abilities: {
    idempotencyKey: required,
    search: required,
    externalReference: required,
    versions: required,
    webhooks: required,
    deltaCursor: required,
    timeResolution: required,
  } satisfies Members<Abilities>,
  dataflow: { systems: required, sections: required } satisfies Members<Dataflow>,
  section: {
    id: required,
    source: required,
    target: required,
    statements: required,
  } satisfies Members<DataflowSection>,
  side: { system: required, datatype: required } satisfies Members<DataflowSide>,
  statement: {
    kind: required,
    rows: optional,
    connectedTo: optional,
    condition: optional,
  } satisfies Members<DataflowStatement>,
  row: {
    source: required,
    target: required,
    dataType: optional,
    gate: optional,
  } satisfies Members<DataflowRow>,
  dataType: {
    name: required,
    text: required,
    conversion: optional,
    problem: optional,
  } satisfies Members<RowDataType>,
  gate: { property: optional, value: optional, side: required } satisfies Members<RowGate>,
  bindings: { conditions: optional, references: optional } satisfies Members<Bindings>,
  condition: {
    property: required,
    equals: optional,
    in: optional,
    not: optional,
  } satisfies Members<ConditionBinding>,
  policies: { fullSync: optional, clear: optional, deletes: optional } satisfies Members<Policies>,
  linkedRecord: { system: required, datatype: required, id: required } satisfies Members<LinkedRecord>,
};

const capabilities: Words<Capability> = {
  links: true,
  fullSync: true,
  webhooks: true,
  clear: true,
  deletes: true,
  restart: true,
  native: true,
  references: true,
  conditions: true,
  gates: true,
  sessions: true,
  continuous: true,
};

const propertyTypes: Words<PropertyType> = {
  string: true,
  integer: true,
  number: true,
  boolean: true,
  object: true,
  any: true,
};

const timeFormats: Words<TimeFormat> = {
  rfc3339: true,
  'epoch-seconds': true,
  'epoch-milliseconds': true,
};

const dataTypes: Words<Exclude<DataTypeName, null>> = {
  string: true,
  integer: true,
  float: true,
  decimal: true,
  boolean: true,
  list: true,
  expression: true,
};

const messageTypes: Words<MessageType> = {
  hello: true,
  configure: true,
  sync: true,
  status: true,
  links: true,
  reset: true,
  stop: true,
};

/** What the envelope of a message or an answer adds to its own members. */
const ENVELOPE = ['type', 'seq', 'session'];

function membersOf(definition: string): Record<string, string> {
  const { properties = {}, required: demanded = [] } = schema.$defs[definition] ?? {};
  const names = Object.keys(properties).filter((name) => !envelopeOf(definition).includes(name));
  return Object.fromEntries(names.map((name) => [name, demanded.includes(name) ? required : optional]));
}

/** Members of records and properties may have these names, too. */
function envelopeOf(definition: string): readonly string[] {
  return Object.keys(messageTypes).some((type) => [type, `${type}Answer`, 'failure'].includes(definition))
    ? ENVELOPE
    : [];
}

/** The words of `enum` at a place of the schema. */
function wordsAt(definition: string, ...path: readonly string[]): unknown[] {
  const found = path.reduce<unknown>(
    (node, step) => (node as Record<string, unknown>)[step],
    schema.$defs[definition],
  );
  return [...(found as { readonly enum: readonly unknown[] }).enum].sort();
}

describe('schemas/engine-protocol.json', () => {
  for (const [definition, members] of Object.entries(shapes)) {
    it(`has the members of the type for "${definition}"`, () => {
      assert.deepEqual(membersOf(definition), members);
    });
  }

  for (const type of Object.keys(messageTypes)) {
    it(`puts "${type}" into an envelope, which the answer repeats`, () => {
      const { properties = {}, required: demanded = [] } = schema.$defs[type] ?? {};
      const answer = schema.$defs[`${type}Answer`];
      assert.ok(answer !== undefined);
      assert.deepEqual(properties.type, { const: type });
      assert.deepEqual(demanded.slice(0, 2), ['type', 'seq']);
      assert.equal(answer.required?.[0], 'seq');
      assert.deepEqual(
        ['session' in properties, 'session' in answer.properties],
        Array(2).fill(type !== 'hello'),
      );
    });
  }

  it('defines nothing else', () => {
    const others = [
      'capability',
      'seq',
      'session',
      'authentication',
      'paging',
      'timeFormat',
      'version',
      'conversion',
    ];
    assert.deepEqual(Object.keys(schema.$defs).sort(), [...Object.keys(shapes), ...others].sort());
  });

  it('has the words of the types', () => {
    assert.deepEqual(wordsAt('capability'), Object.keys(capabilities).sort());
    assert.deepEqual(wordsAt('property', 'properties', 'type'), Object.keys(propertyTypes).sort());
    assert.deepEqual(wordsAt('timeFormat'), Object.keys(timeFormats).sort());
    assert.deepEqual(wordsAt('statement', 'properties', 'kind'), [...STATEMENT_KINDS].sort());
    assert.deepEqual(wordsAt('dataType', 'properties', 'name'), [...Object.keys(dataTypes), null].sort());
  });
});
