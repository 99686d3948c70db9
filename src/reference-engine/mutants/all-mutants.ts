/** All mutants, topic by topic. */
import { CREATION_MUTANTS } from './creation';
import { DATE_MUTANTS } from './dates';
import { FRAME_MUTANTS } from './frame';
import { GROUP_MUTANTS } from './groups';
import { LISTING_MUTANTS } from './listing';
import { MATCHING_MUTANTS } from './matching';
import { MATCHING_PAIR_MUTANTS } from './matching-pairs';
import { MATCHING_VALUE_MUTANTS } from './matching-values';
import { MEMORY_MUTANTS } from './memory';
import { NUMBER_MUTANTS } from './numbers';
import { PROPAGATION_MUTANTS } from './propagation';
import { ROW_MUTANTS } from './rows';
import { SHAPE_MUTANTS } from './shape';
import { TEXT_MUTANTS } from './text';
import { TIME_MUTANTS } from './time';
import { VALUE_MUTANTS } from './values';
import type { Mutant } from './mutant';

export const MUTANTS: readonly Mutant[] = [
  ...CREATION_MUTANTS,
  ...DATE_MUTANTS,
  ...FRAME_MUTANTS,
  ...GROUP_MUTANTS,
  ...LISTING_MUTANTS,
  ...MATCHING_MUTANTS,
  ...MATCHING_PAIR_MUTANTS,
  ...MATCHING_VALUE_MUTANTS,
  ...MEMORY_MUTANTS,
  ...NUMBER_MUTANTS,
  ...PROPAGATION_MUTANTS,
  ...ROW_MUTANTS,
  ...SHAPE_MUTANTS,
  ...TEXT_MUTANTS,
  ...TIME_MUTANTS,
  ...VALUE_MUTANTS,
];
