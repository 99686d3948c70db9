/** `A <X> will merge with a <Y> if one of the following property combinations match:` (D5 to D8, D10, D11, D26) */
import type { Row } from '../../../model';
import { mergeRowWithout } from '../../rows-without';
import { notApplicable, witnessedBy, type SectionContext } from '../../section-context';
import type { CheckScenarios, NotApplicable, ScenarioDraft } from '../../types';
import { alikeValues } from './alike';
import { chain, duplicates, listOfTwo, oneCluster, sourcesFirst, twoPairs, twoTargets } from './clusters';
import { conflictRows, emptyNeverWins, equalTimes, newestWins } from './conflicts';
import {
  arrivesLater,
  beyondFirstPage,
  blanks,
  differingValues,
  equalValues,
  listElement,
  partOfValue,
} from './matches';

function isText(context: SectionContext, row: Row): boolean {
  return [context.sourceFacts(row), context.targetFacts(row)].every((facts) => facts?.type !== 'boolean');
}

/** What a part of the catalogue comes to in a section: its scenarios, and what does not apply. */
type Part = Pick<CheckScenarios, 'drafts' | 'notApplicable'>;

function part(drafts: readonly ScenarioDraft[], left: readonly NotApplicable[] = []): Part {
  return { drafts, notApplicable: left };
}

/**
 * Whether the section synchronizes anything but the row's own properties: what two records share may be something that their
 * system takes from one of them only, so it cannot be edited to show that both are linked.
 */
function carriesMoreThan({ plainRows }: SectionContext, row: Row): boolean {
  return (
    plainRows.length === 0 ||
    plainRows.some(({ source, target }) => source !== row.source && target !== row.target)
  );
}

function listPart(context: SectionContext, row: Row): Part {
  if (context.sourceIsList(row) === context.targetIsList(row)) {
    const because = 'not exactly one of the two properties is a list';
    return part([], [notApplicable('one element of a list is enough', because)]);
  }
  if (context.oneDatatype || !carriesMoreThan(context, row)) {
    const because = context.oneDatatype
      ? 'both sides are the same datatype'
      : 'no property but the list is synchronized';
    return part([listElement(context, row)], [notApplicable('a list that matches two records', because)]);
  }
  return part([listElement(context, row), listOfTwo(context, row)]);
}

function clusterPart(context: SectionContext, row: Row): Part {
  if (context.oneDatatype) {
    return part(
      [oneCluster(context, row)],
      [
        notApplicable(`two ${context.y} without a ${context.x}`, 'both sides are the same datatype'),
        notApplicable(`two ${context.x} before any ${context.y}`, 'both sides are the same datatype'),
      ],
    );
  }
  const drafts = [oneCluster(context, row), duplicates(context, row), sourcesFirst(context, row)];
  return carriesMoreThan(context, row)
    ? part([...drafts, twoTargets(context, row)])
    : part(drafts, [
        notApplicable(
          `a ${context.x} that matches two ${context.y}`,
          'nothing but the matching property is synchronized, which cannot be edited in two records alike',
        ),
      ]);
}

/** What takes another row too: the one before this row in its table. */
function chainPart(context: SectionContext, row: Row): Part {
  const earlier = context.linkingRows[context.linkingRows.indexOf(row) - 1];
  if (earlier === undefined || context.oneDatatype) {
    return part([]);
  }
  const drafts = [
    chain(context, row, earlier),
    ...(row.source === earlier.source ? [] : [twoPairs(context, row, earlier)]),
  ];
  return part(drafts.map((each) => witnessedBy(each, [earlier], false)));
}

function arrivalPart(context: SectionContext, row: Row): Part {
  const later = arrivesLater(context, row, 'y');
  if (context.oneDatatype) {
    return part([later], [notApplicable('the order of arrival', 'both sides are the same datatype')]);
  }
  if (context.creates) {
    const because = `it becomes a ${context.y} before a match can arrive`;
    return part([later], [notApplicable(`the ${context.x} came first`, because)]);
  }
  return part([later, arrivesLater(context, row, 'x')]);
}

function conflictPart(context: SectionContext, row: Row): Part {
  const others = conflictRows(context);
  if (others.length === 0) {
    const because = 'no property besides those of the merge table is synchronized';
    return part([], [notApplicable('conflict at merge', because)]);
  }
  const drafts = others.flatMap((other) =>
    [
      newestWins(context, row, other),
      emptyNeverWins(context, row, other),
      ...(context.oneSystem ? [] : [equalTimes(context, row, other)]),
    ].map((each) => witnessedBy(each, [other], others.length > 1)),
  );
  return part(
    drafts,
    context.oneSystem ? [notApplicable('equal times at a merge', 'both sides are the same system')] : [],
  );
}

/** The scenarios of one row of a merge table. */
export function mergeRow(context: SectionContext, row: Row): CheckScenarios {
  const without = mergeRowWithout(row);
  if (without !== undefined) {
    return { drafts: [], notApplicable: [], without };
  }
  if (!isText(context, row)) {
    const reason = 'a row that compares booleans cannot distinguish records';
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const parts = [
    part([
      equalValues(context, row),
      differingValues(context, row),
      partOfValue(context, row),
      blanks(context, row),
    ]),
    alikeValues(context, row),
    listPart(context, row),
    part([beyondFirstPage(context, row)]),
    clusterPart(context, row),
    chainPart(context, row),
    arrivalPart(context, row),
    conflictPart(context, row),
  ];
  return {
    drafts: parts.flatMap(({ drafts }) => drafts),
    notApplicable: parts.flatMap((each) => each.notApplicable),
  };
}

/** The sentence itself: its rows have the scenarios. */
export function mergeOnMatch(rows: readonly Row[]): CheckScenarios {
  if (rows.some((row) => mergeRowWithout(row) === undefined)) {
    return { drafts: [], notApplicable: [] };
  }
  const reason = 'no row can link: the table has no row that compares two properties';
  return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
}
