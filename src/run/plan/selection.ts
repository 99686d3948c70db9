/** Which of the scenarios run: a chain of filters, one for each option that selects. */
import type { IConfiguration } from '@cucumber/cucumber/api';
import { UsageError } from '../../core/usage-error';

/** What selects scenarios by tags that the user did not write. */
export interface TagSelection {
  /** The option that asks for it. */
  readonly option: '--rerun-failed' | '--watch';
  readonly tags: string;
}

/** One narrowing of the scenarios. */
export interface ScenarioFilter {
  /** The option, as the user writes it. */
  readonly option: '--tags' | '--name' | TagSelection['option'];
  /** What cucumber goes by. */
  readonly cucumber: Partial<Pick<IConfiguration, 'tags' | 'name'>>;
}

/** @throws UsageError where a pattern of `--name` is not a regular expression. */
function assertPattern(pattern: string): void {
  try {
    new RegExp(pattern);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `--name '${pattern}' is not a regular expression: ${why}. Put a backslash before what is meant literally.`,
      { cause: error },
    );
  }
}

/**
 * The filters that the options ask for; none where every scenario runs.
 *
 * @throws UsageError where a pattern of `--name` is not a regular expression.
 */
export function filtersOf({
  tags,
  name,
  only = [],
}: {
  readonly tags?: string;
  readonly name: readonly string[];
  readonly only?: readonly TagSelection[];
}): ScenarioFilter[] {
  name.forEach(assertPattern);
  const filters: ScenarioFilter[] = [];
  if (tags !== undefined) {
    filters.push({ option: '--tags', cucumber: { tags } });
  }
  if (name.length > 0) {
    filters.push({ option: '--name', cucumber: { name: [...name] } });
  }
  return [...filters, ...only.map((each) => ({ option: each.option, cucumber: { tags: each.tags } }))];
}

/** What cucumber goes by, all filters together: a scenario must be selected by each. */
export function selectionOf(filters: readonly ScenarioFilter[]): ScenarioFilter['cucumber'] {
  const tags = filters.flatMap(({ cucumber }) => (cucumber.tags === undefined ? [] : [cucumber.tags]));
  const name = filters.flatMap(({ cucumber }) => cucumber.name ?? []);
  return {
    ...(tags.length === 0 ? {} : { tags: tags.length === 1 ? tags.join() : `(${tags.join(') and (')})` }),
    ...(name.length === 0 ? {} : { name }),
  };
}
