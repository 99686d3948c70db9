/** A connector that has a separate way for each datatype of its API. */
import type { DatatypeModel } from '../../planner/model';
import type { ApiClient } from './api-client';
import type { Connector } from '../connector';

/** How the records of one datatype are read and written. */
export type ResourceConnector = Omit<Connector, 'nextSync'>;

/** Datatypes are found by the documents' names without case, since every document has its own: `Salesorders`, `SalesOrders`. */
export function routedConnector(
  transport: ApiClient,
  resources: Readonly<Record<string, ResourceConnector>>,
): Connector {
  const resourceOf = ({ name, system }: DatatypeModel): ResourceConnector => {
    const key = name.toLowerCase();
    const resource = Object.hasOwn(resources, key) ? resources[key] : undefined;
    if (resource !== undefined) {
      return resource;
    }
    throw new Error(`The API of ${system.configuration.name} has no datatype ${JSON.stringify(name)}.`);
  };
  return {
    list: (datatype, query) => resourceOf(datatype).list(datatype, query),
    read: (datatype, id) => resourceOf(datatype).read(datatype, id),
    create: (datatype, properties, key) => resourceOf(datatype).create(datatype, properties, key),
    update: (datatype, known, patch) => resourceOf(datatype).update(datatype, known, patch),
    nextSync: () => {
      transport.nextSync();
    },
  };
}
