/** What a scenario can be run with where the engine is set to a fleet: it needs what is on, and nothing that is on besides. */
import { Unsupported, type Fleet } from '../engines';
import { datatypeLabel, type Section } from '../model';
import type { ScopedSection } from './dataflows';

/** The datatypes whose records the section reads or writes. */
function touched({ source, target, statements }: Section): string[] {
  const connected = statements.flatMap((statement) =>
    'connectedTo' in statement
      ? statement.connectedTo.datatypes.map((datatype) =>
          datatypeLabel({ system: statement.connectedTo.system, datatype }),
        )
      : [],
  );
  return [datatypeLabel(source), datatypeLabel(target), ...connected];
}

/** The ports of a fleet's loopback addresses, ascending. */
export function fixedPorts({ systems }: Fleet): number[] {
  const addresses = Object.values(systems).map(({ baseUrl }) => new URL(baseUrl));
  const ports = addresses.filter(({ protocol }) => protocol === 'http:').map(({ port }) => Number(port));
  return [...new Set(ports)].sort((one, other) => one - other);
}

function cannot(reason: string): Unsupported {
  return new Unsupported('fleet', reason);
}

function assertNamed({ systems }: Fleet, sections: readonly ScopedSection[]): void {
  const needed = sections.flatMap(({ section }) => [section.source.system, section.target.system]);
  const missing = needed.find((name) => !Object.hasOwn(systems, name));
  if (missing !== undefined) {
    throw cannot(`the fleet of the engine has no system "${missing}"`);
  }
}

/**
 * The sections whose systems a scenario needs: with a configuration that can be changed its own, else all that are
 * switched on.
 *
 * @param needed - what the scenario switches on.
 * @param sections - by document.
 * @throws Unsupported where the engine is set to something else, with the reason
 */
export function servedSections(
  fleet: Fleet,
  needed: readonly ScopedSection[],
  sections: ReadonlyMap<string, readonly ScopedSection[]>,
): readonly ScopedSection[] {
  if (fleet.configuration !== undefined) {
    assertNamed(fleet, needed);
    return needed;
  }
  const on = fleet.documents.flatMap((slug) => sections.get(slug) ?? []);
  const isOn = new Set(on.map(({ id }) => id));
  const off = needed.find(({ id }) => !isOn.has(id));
  if (off !== undefined) {
    throw cannot(
      `the scenario needs the section ${off.id}, which is not switched on in the fleet of the engine`,
    );
  }
  assertNamed(fleet, on);
  const own = new Set(needed.map(({ id }) => id));
  // A chain from the scenario's datatypes to another section begins with a section that shares one of them.
  const datatypes = new Set(needed.flatMap(({ section }) => touched(section)));
  for (const { id, section } of on.filter((each) => !own.has(each.id))) {
    const shared = touched(section).find((datatype) => datatypes.has(datatype));
    if (shared !== undefined) {
      throw cannot(
        `the scenario needs ${[...own].join(', ')} alone, and in the fleet of the engine ${id} is switched on as well, which shares ${shared} with it`,
      );
    }
  }
  return on;
}
