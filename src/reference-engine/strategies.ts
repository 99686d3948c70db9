/**
 * The replaceable strategies that an engine is assembled from. The reference engine takes the defaults; every mutant
 * replaces some of them, so that no bug is inside the product code.
 */
import type { Connector, ConnectorEnvironment } from './connectors';
import { DEFAULT_PLANNING } from './planner/default-strategies';
import type { PlanningStrategies } from './planner/strategies';
import { openFileStore, type Store } from './store/store';
import { DEFAULT_LISTING, type ListingStrategies } from './sync/listings';

export interface Strategies extends PlanningStrategies, ListingStrategies {
  /** A store in the engine's state directory. */
  openStore(stateDir: string): Store;
  /** How the engine uses the connector of a system, made once for each. */
  connect(connector: Connector, environment: ConnectorEnvironment): Connector;
}

export const DEFAULT_STRATEGIES: Strategies = {
  ...DEFAULT_PLANNING,
  ...DEFAULT_LISTING,
  openStore: openFileStore,
  connect: (connector) => connector,
};
