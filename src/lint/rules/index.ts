/** All rules. A new rule is a file in this directory, a line here, a name in schemas/config.json and its fixtures. */
import type { Rule } from '../rule';
import { conditionWithoutBinding } from './condition-without-binding';
import { contradictingDataTypes } from './contradicting-data-types';
import { contradictingSentences } from './contradicting-sentences';
import { createWithoutProperties } from './create-without-properties';
import { duplicateRow } from './duplicate-row';
import { gateWithoutValue } from './gate-without-value';
import { labelDiffers } from './label-differs';
import { linkUnreachable } from './link-unreachable';
import { mergePropertyNotSynchronized } from './merge-property-not-synchronized';
import { missingSentence } from './missing-sentence';
import { readingRules } from './reading';
import { referenceWithoutBinding } from './reference-without-binding';
import { repeatedSentence } from './repeated-sentence';
import { sentenceInCondition } from './sentence-in-condition';
import { similarSystemNames } from './similar-system-names';
import { twoWriters } from './two-writers';
import { unknownDataType } from './unknown-data-type';
import { unknownSystemName } from './unknown-system-name';

/** Every rule, by its code. */
export const rules: readonly Rule[] = [
  ...readingRules,
  conditionWithoutBinding,
  contradictingDataTypes,
  contradictingSentences,
  createWithoutProperties,
  duplicateRow,
  gateWithoutValue,
  labelDiffers,
  linkUnreachable,
  mergePropertyNotSynchronized,
  missingSentence,
  referenceWithoutBinding,
  repeatedSentence,
  sentenceInCondition,
  similarSystemNames,
  twoWriters,
  unknownDataType,
  unknownSystemName,
].sort((one, other) => (one.code < other.code ? -1 : 1));
