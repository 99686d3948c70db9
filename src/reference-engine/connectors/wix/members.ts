/**
 * Members API v1 (https://dev.wix.com/docs/rest/crm/members-contacts/members/members/introduction): no revisions, no filter by
 * time, pages by offset.
 */
import { isEmpty } from '../../planner/json';
import type { DatatypeModel } from '../../planner/model';
import { ApiError } from '../http/api-error';
import { offsetPage } from '../http/offset';
import { readBack } from '../http/read-back';
import type { ResourceConnector } from '../http/routed';
import type { ApiClient } from '../http/api-client';
import type { KnownRecord, ListingQuery } from '../connector';
import { ensureUnchanged } from '../http/unchanged';
import { envelopeOf, listIn, memberIn, type Form } from './common';
import { moreIn } from './paging';
import { isObject, type Json, type JsonObject } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

const BASE = '/members/v1/members';

/** The most that a page holds. */
const PAGE_LIMIT = 100;

const FORM: Form = { modified: 'updatedDate' };

/** The lists of a member's contact that an update cannot empty; each has a separate call for it. */
const EMPTIED_BY_DELETE: readonly string[] = ['phones', 'emails', 'addresses'];

function pathOf(id: string, part?: string): string {
  return `${BASE}/${encodeURIComponent(id)}${part === undefined ? '' : `/${part}`}`;
}

/** Texts are emptied by the empty text. */
function emptied(value: Json): Json {
  if (value === null) {
    return '';
  }
  if (!isObject(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, emptied(member)]));
}

interface Change {
  /** The body of Update Member; absent where nothing of it changes. */
  readonly member?: JsonObject;
  /** The lists to be emptied. */
  readonly emptiedLists: readonly string[];
  readonly loginEmail?: Json;
}

function changeOf(patch: JsonObject): Change {
  const { loginEmail, contact, ...others } = patch;
  const details = Object.entries(isObject(contact) ? contact : {});
  const emptiedLists = details
    .filter(([name, value]) => EMPTIED_BY_DELETE.includes(name) && isEmpty(value))
    .map(([name]) => name);
  const kept = details.filter(([name]) => !emptiedLists.includes(name));
  const member = {
    ...others,
    ...(kept.length === 0 ? {} : { contact: Object.fromEntries(kept) }),
  };
  return {
    emptiedLists,
    ...(Object.keys(member).length === 0 ? {} : { member: emptied(member) as JsonObject }),
    ...(loginEmail === undefined ? {} : { loginEmail }),
  };
}

export class MembersResource implements ResourceConnector {
  constructor(private readonly transport: ApiClient) {}

  /** All members, whatever changed: there is no filter by time. A default read shows no login email, so all is asked for. */
  list(datatype: DatatypeModel, { cursor }: ListingQuery): Promise<ListingPage> {
    return offsetPage(cursor, async (offset) => {
      const reply = await this.transport.send({
        method: 'POST',
        path: `${BASE}/query`,
        body: {
          query: {
            paging: { limit: PAGE_LIMIT, offset },
            sorting: [{ fieldName: 'createdDate', order: 'ASC' }],
          },
          fieldsets: ['FULL'],
        },
        repeatable: true,
      });
      const items = listIn(reply, 'members').map((member) => envelopeOf(datatype, member, reply, FORM));
      return { items, more: moreIn(reply, 'metadata', offset, items.length, PAGE_LIMIT) };
    });
  }

  async read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    const reply = await this.transport.send({
      method: 'GET',
      path: pathOf(id),
      query: { fieldsets: 'FULL' },
    });
    return envelopeOf(datatype, memberIn(reply, 'member'), reply, FORM);
  }

  async create(datatype: DatatypeModel, properties: JsonObject): Promise<Envelope> {
    const reply = await this.transport.send({ method: 'POST', path: BASE, body: { member: properties } });
    const { id } = memberIn(reply, 'member');
    if (typeof id !== 'string') {
      throw new ApiError(`${reply.where} answered with a member without an id.`);
    }
    // What the answer shows depends on the fieldset, which this call cannot name.
    return readBack(() => this.read(datatype, id));
  }

  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    const { member, emptiedLists, loginEmail } = changeOf(patch);
    if (loginEmail !== undefined && isEmpty(loginEmail)) {
      throw new ApiError(`Wix keeps no member without a login email; ${known.id} keeps its own.`, {
        refused: true,
      });
    }
    await ensureUnchanged(datatype, known, () => this.read(datatype, known.id));
    if (member !== undefined) {
      await this.transport.send({ method: 'PATCH', path: pathOf(known.id), body: { member } });
    }
    for (const list of emptiedLists) {
      await this.transport.send({ method: 'DELETE', path: pathOf(known.id, list) });
    }
    if (loginEmail !== undefined) {
      await this.changeLoginEmail(known.id, loginEmail);
    }
    return this.read(datatype, known.id);
  }

  /**
   * The login email is immutable in Update Member. The documented way is Change Login Email
   * (https://dev.wix.com/docs/velo/apis/wix-members-v2/authentication/change-login-email); its REST route is the one that the
   * package `@wix/auto_sdk_members_authentication` calls.
   */
  private async changeLoginEmail(id: string, newEmail: Json): Promise<void> {
    await this.transport.send({
      method: 'PATCH',
      path: `/api/v1/members/${encodeURIComponent(id)}/change-login-email`,
      body: { id, newEmail },
    });
  }
}
