/** Whether the fleet of an engine can be served, and what is switched on in it is known. */
import { UsageError } from '../../core/usage-error';
import { isOutside, type EngineLocation, type Fleet } from '../../engines';
import type { LoadedDocuments } from './groups';

/** The fleet of an engine; `undefined` where the engine is configured by messages. */
export function fleetOf(engine: EngineLocation): Fleet | undefined {
  return isOutside(engine) ? engine.fleet : undefined;
}

/** Whether the systems of a fleet have https addresses, which only the proxy serves. */
export function needsProxy({ systems }: Fleet): boolean {
  return Object.values(systems).some(({ baseUrl }) => baseUrl.startsWith('https:'));
}

/**
 * Checks the documents of the engine's fleet.
 *
 * @throws UsageError where one does not exist, or is not read by this run: what else is on decides what can be judged
 */
export function assertFleetDocuments(
  engine: EngineLocation,
  { documents, isComplete }: LoadedDocuments,
): void {
  const known = documents.map(({ slug }) => slug);
  const unknown = (fleetOf(engine)?.documents ?? []).filter((slug) => !known.includes(slug));
  if (unknown.length === 0) {
    return;
  }
  const names = unknown.map((slug) => `"${slug}"`).join(', ');
  const where = `"engines.${engine.name}.fleet.documents" of the config names ${names}`;
  throw new UsageError(
    isComplete
      ? `${where}, and the config's "specs" has no such document. Write the short name of one: ${known.join(', ')}.`
      : `${where}, which this run does not read. Add its file to the command, or leave the documents out.`,
  );
}
