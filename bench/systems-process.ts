/** A process of the systems' bench: it holds a system of real size, and tells its size, or serves it. */
import { mountHttp } from '../src/systems';
import { RECORDS, standWith } from './systems-stand';

async function main(what: string): Promise<void> {
  if (what === 'serve') {
    const mount = await mountHttp();
    mount.add(standWith(RECORDS, { baseUrl: mount.originOf('crm.test') }).system);
    process.send?.({ origin: mount.origin });
    return;
  }
  const { system } = standWith(RECORDS);
  globalThis.gc?.();
  process.send?.({
    megabytes: process.memoryUsage.rss() / 1024 / 1024,
    records: system.records('Contacts').length,
  });
}

void main(process.argv[2] ?? '');
