/** Mocked systems on loopback for people, and for engines in other processes (docs/serve.md). */
export { announceJson, announceText } from './startup-message';
export { harOf } from './har';
export type { HarCreator } from './har';
export { serve } from './serving';
export { NothingToServe, PortUnusable } from './types';
export type { ServeOptions, ServedSystem, Serving } from './types';
