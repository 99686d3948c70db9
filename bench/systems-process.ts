/** A process of the systems' bench: it holds a system of real size, and tells its size, or serves it. */
import { openHttp } from '../src/systems';
import { RECORDS, standWith } from './systems-stand';

async function main(what: string): Promise<void> {
  if (what === 'serve') {
    const transport = await openHttp();
    transport.add(standWith(RECORDS, { baseUrl: transport.originOf('crm.test') }).system);
    process.send?.({ origin: transport.origin });
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
