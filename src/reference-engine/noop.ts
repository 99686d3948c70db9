/** An engine that answers everything and does nothing: no check that it passes says anything of synchronization. */
import type { CreateEngine } from '../protocol';
import { packageVersion } from '../core/package-root';

export const createEngine: CreateEngine = () => ({
  hello: () =>
    Promise.resolve({
      engine: { name: 'syncproof no-op engine', version: packageVersion(), language: 'TypeScript' },
      capabilities: ['links', 'restart', 'clear'],
    }),
  configure: () => Promise.resolve({}),
  sync: () => Promise.resolve({}),
  links: () => Promise.resolve({ clusters: [] }),
  stop: () => Promise.resolve(),
});
