/** Wix's REST APIs (https://dev.wix.com/docs/rest), as a client speaks them. */
import { routedConnector, type ResourceConnector } from '../http/routed';
import { ApiClient, type ApiClientOptions } from '../http/api-client';
import type { Connector } from '../connector';
import { WIX_CONVENTIONS } from './common';
import { ContactsResource } from './contacts';
import { MembersResource } from './members';
import { OrdersResource } from './orders';
import { ProductsResource } from './products';

const RESOURCES: Readonly<Record<string, new (transport: ApiClient) => ResourceConnector>> = {
  contacts: ContactsResource,
  members: MembersResource,
  orders: OrdersResource,
  products: ProductsResource,
};

/** Names of the datatypes that the connector knows, in lower case. */
export const WIX_DATATYPES: readonly string[] = Object.keys(RESOURCES);

/** The connector of a Wix site. */
export function wixConnector(options: ApiClientOptions): Connector {
  const transport = new ApiClient(options, WIX_CONVENTIONS);
  const made = Object.entries(RESOURCES).map(([name, Made]) => [name, new Made(transport)] as const);
  return routedConnector(transport, Object.fromEntries(made));
}
