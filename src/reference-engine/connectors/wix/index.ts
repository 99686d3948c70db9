/** Wix's REST APIs (https://dev.wix.com/docs/rest), as a client speaks them. */
import { routedConnector, type Resource } from '../http/routed';
import { Transport, type TransportOptions } from '../http/api-client';
import type { Connector } from '../connector';
import { wixManners } from './common';
import { ContactsResource } from './contacts';
import { MembersResource } from './members';
import { OrdersResource } from './orders';
import { ProductsResource } from './products';

const resources: Readonly<Record<string, new (transport: Transport) => Resource>> = {
  contacts: ContactsResource,
  members: MembersResource,
  orders: OrdersResource,
  products: ProductsResource,
};

/** Names of the datatypes that the connector knows, in lower case. */
export const wixDatatypes: readonly string[] = Object.keys(resources);

/** The connector of a Wix site. */
export const wixConnector = (options: TransportOptions): Connector => {
  const transport = new Transport(options, wixManners);
  const made = Object.entries(resources).map(([name, Made]) => [name, new Made(transport)] as const);
  return routedConnector(transport, Object.fromEntries(made));
};
