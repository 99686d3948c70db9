/** Prepares an engine's thread where only the `fetch` that the engine is given leads to the systems. */
import { forbidNetwork } from './network-guard';

/** Closes the network of this thread, loopback excepted, as it is closed in the thread of the transport. */
export function prepareThread(): void {
  forbidNetwork();
}
