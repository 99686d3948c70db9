/** A process of the systems' bench: it holds a system of realistic size, and reports its memory or serves it. */
import { openHttp } from '../src/systems';
import { RECORDS, systemWith } from './simulated-system';

async function main(what: string): Promise<void> {
  if (what === 'serve') {
    const transport = await openHttp();
    transport.add(systemWith(RECORDS, { baseUrl: transport.originOf('crm.test') }).system);
    process.send?.({ origin: transport.origin });
    return;
  }
  const { system } = systemWith(RECORDS);
  globalThis.gc?.();
  process.send?.({
    megabytes: process.memoryUsage.rss() / 1024 / 1024,
    records: system.records('Contacts').length,
  });
}

void main(process.argv[2] ?? '');
