/** Why rows have no scenarios. */
import { mergeRowObstacle, propertyRowObstacle, type Row, type RowObstacle, type Section } from '../model';
import type { Without } from './types';

function pending(reason: string): Without {
  return { status: 'pending', reason };
}

function notYet(what: string): Without {
  return { status: 'not-run', reason: `no scenarios yet for ${what}` };
}

type Transformation = Extract<RowObstacle, { readonly kind: 'transformation' }>['dataType'];

function transformationWithout({ text, conversion, problem }: Transformation): Without {
  if (conversion !== undefined) {
    return notYet('transformations');
  }
  const why = problem === undefined ? '' : ` (${problem})`;
  return pending(
    `the data type ${text} is a fragment of a transformation: what it gives cannot be decided${why}`,
  );
}

function withoutOf(obstacle: RowObstacle): Without {
  switch (obstacle.kind) {
    case 'missing-property':
      return pending('a property is missing: name it in the document');
    case 'angle-brackets':
      return notYet(`property names in angle brackets: ${obstacle.path}`);
    case 'gated':
      return notYet('gated rows');
    case 'transformation':
      return transformationWithout(obstacle.dataType);
    case 'id':
      return notYet('ids and foreign keys');
    case 'several-writers':
      return notYet(`several rows that write ${obstacle.path}`);
    case 'several-readers':
      return notYet(`several rows that read ${obstacle.path}`);
  }
}

/** `undefined` where the property row can be tried alone. */
export function propertyRowWithout(section: Section, row: Row): Without | undefined {
  const obstacle = propertyRowObstacle(section, row);
  return obstacle === undefined ? undefined : withoutOf(obstacle);
}

/** `undefined` where the merge row can link records. */
export function mergeRowWithout(row: Row): Without | undefined {
  const obstacle = mergeRowObstacle(row);
  if (obstacle?.kind === 'missing-property') {
    return pending('a property is missing, so this row can link nothing: name it in the document');
  }
  return obstacle === undefined ? undefined : withoutOf(obstacle);
}
