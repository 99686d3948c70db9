/**
 * Contacts API v4 (https://dev.wix.com/docs/rest/crm/members-contacts/contacts/contacts/contact-v4/contact-object): revisions,
 * a filter by time, pages by offset.
 */
import { memberOf } from '../../planner/json';
import type { DatatypeModel } from '../../planner/model';
import { ApiError, VersionConflict } from '../http/api-error';
import { offsetPage } from '../http/offset';
import type { ResourceConnector } from '../http/routed';
import { sameRecord } from '../http/same-record';
import type { Call, ApiClient } from '../http/api-client';
import type { KnownRecord, ListingQuery } from '../connector';
import { applicationCode, envelopeOf, listIn, memberIn, type Form } from './common';
import { infoInWords, infoOnWire } from './info';
import { moreIn } from './paging';
import { isObject, type JsonObject } from '../../../core/json';
import type { Envelope, ListingPage } from '../../planner/envelope';

const BASE = '/contacts/v4/contacts';

/** The most that a page holds. */
const PAGE_LIMIT = 1000;

function infoOf(contact: JsonObject): JsonObject {
  return isObject(contact.info) ? contact.info : {};
}

const FORM: Form = {
  modified: 'updatedDate',
  versionOf: ({ revision }) => (typeof revision === 'number' || typeof revision === 'string' ? revision : 0),
  inWords: (contact) => ({ ...contact, info: infoInWords(infoOf(contact)) }),
};

function infoIn(properties: JsonObject): JsonObject {
  const info = memberOf(properties, 'info');
  return isObject(info) ? info : {};
}

export class ContactsResource implements ResourceConnector {
  constructor(private readonly transport: ApiClient) {}

  /** Sorted by creation, which is the default: by time of change it cannot be sorted. */
  list(datatype: DatatypeModel, { modifiedSince, cursor }: ListingQuery): Promise<ListingPage> {
    const filter =
      modifiedSince === undefined
        ? {}
        : { filter: { updatedDate: { $gte: new Date(modifiedSince).toISOString() } } };
    return offsetPage(cursor, async (offset) => {
      const reply = await this.transport.send({
        method: 'POST',
        path: `${BASE}/query`,
        body: { query: { ...filter, paging: { limit: PAGE_LIMIT, offset }, fieldsets: ['FULL'] } },
        repeatable: true,
      });
      const items = listIn(reply, 'contacts').map((contact) => envelopeOf(datatype, contact, reply, FORM));
      return { items, more: moreIn(reply, 'pagingMetadata', offset, items.length, PAGE_LIMIT) };
    });
  }

  async read(datatype: DatatypeModel, id: string): Promise<Envelope> {
    return (await this.fetch(datatype, id)).envelope;
  }

  /** Equal contacts are wanted where a document asks for a separate record for each (D3). */
  create(datatype: DatatypeModel, properties: JsonObject): Promise<Envelope> {
    return this.write(datatype, {
      method: 'POST',
      path: BASE,
      body: { info: infoOnWire({}, infoIn(properties)), allowDuplicates: true },
    });
  }

  /** The contact is read first, for the ids, tags and marks of its items; the revision guards what lies between. */
  async update(datatype: DatatypeModel, known: KnownRecord, patch: JsonObject): Promise<Envelope> {
    const { envelope, contact } = await this.fetch(datatype, known.id);
    sameRecord(datatype, known.id, envelope);
    if (envelope.version !== known.version) {
      throw new VersionConflict(`Contact ${known.id} has another revision than before.`, 409, envelope);
    }
    const { revision = 0 } = contact;
    const info = infoOnWire(infoOf(contact), infoIn(patch));
    if (Object.keys(info).length === 0) {
      return envelope;
    }
    // The address that another contact has too is refused unless duplicates are allowed; D3 allows them.
    const body = { revision, info, allowDuplicates: true };
    try {
      return await this.write(datatype, { method: 'PATCH', path: pathOf(known.id), body });
    } catch (error) {
      if (error instanceof ApiError && applicationCode(error.body) === 'CONTACT_ALREADY_CHANGED') {
        throw new VersionConflict(error.message, 409);
      }
      throw error;
    }
  }

  private async write(datatype: DatatypeModel, call: Call): Promise<Envelope> {
    const reply = await this.transport.send(call);
    return envelopeOf(datatype, memberIn(reply, 'contact'), reply, FORM);
  }

  private async fetch(
    datatype: DatatypeModel,
    id: string,
  ): Promise<{ readonly envelope: Envelope; readonly contact: JsonObject }> {
    const reply = await this.transport.send({
      method: 'GET',
      path: pathOf(id),
      query: { fieldsets: 'FULL' },
    });
    const contact = memberIn(reply, 'contact');
    return { envelope: envelopeOf(datatype, contact, reply, FORM), contact };
  }
}

function pathOf(id: string): string {
  return `${BASE}/${encodeURIComponent(id)}`;
}
