/** Which of the scenarios run: a chain of filters, one for each option that selects. */
import type { IConfiguration } from '@cucumber/cucumber/api';
import { UsageError } from '../../core/usage-error';

/** One narrowing of the scenarios. */
export interface ScenarioFilter {
  /** The option, as the user writes it. */
  readonly option: '--tags' | '--name';
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
}: {
  readonly tags?: string;
  readonly name: readonly string[];
}): ScenarioFilter[] {
  name.forEach(assertPattern);
  const filters: ScenarioFilter[] = [];
  if (tags !== undefined) {
    filters.push({ option: '--tags', cucumber: { tags } });
  }
  if (name.length > 0) {
    filters.push({ option: '--name', cucumber: { name: [...name] } });
  }
  return filters;
}

/** What cucumber goes by, all filters together. */
export function selectionOf(filters: readonly ScenarioFilter[]): ScenarioFilter['cucumber'] {
  return filters.reduce((selection, { cucumber }) => ({ ...selection, ...cucumber }), {});
}
