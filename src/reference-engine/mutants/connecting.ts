/** What a mutant or a control does to the calls of an engine: some of a connector's methods in place of others. */
import type { Connector } from '../connectors';
import type { DatatypeModel } from '../planner/model';
import type { Strategies } from '../strategies';

/** The connector with some of its methods replaced. */
export function withMethods(connector: Connector, methods: Partial<Connector>): Connector {
  return {
    list: (datatype, query) => connector.list(datatype, query),
    read: (datatype, id) => connector.read(datatype, id),
    create: (datatype, properties, key) => connector.create(datatype, properties, key),
    update: (datatype, known, patch) => connector.update(datatype, known, patch),
    nextSync: () => {
      connector.nextSync();
    },
    ...methods,
  };
}

/** An engine that uses its connectors in another way. */
export function connectingBy(methods: (connector: Connector) => Partial<Connector>): Partial<Strategies> {
  return { connect: (connector) => withMethods(connector, methods(connector)) };
}

/** What is remembered for each record of a system, or for each datatype where there is no id. */
export function keyOf({ key }: DatatypeModel, id = ''): string {
  return `${key} ${id}`;
}
