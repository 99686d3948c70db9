/** All rules. A new rule is a file in this directory, a line here, a name in schemas/config.json and its fixtures. */
import type { Rule } from '../rule';
import { CONDITION_WITHOUT_BINDING } from './condition-without-binding';
import { CONTRADICTING_DATA_TYPES } from './contradicting-data-types';
import { CONTRADICTING_SENTENCES } from './contradicting-sentences';
import { CREATE_WITHOUT_PROPERTIES } from './create-without-properties';
import { DUPLICATE_ROW } from './duplicate-row';
import { GATE_WITHOUT_VALUE } from './gate-without-value';
import { LABEL_DIFFERS } from './label-differs';
import { LINK_UNREACHABLE } from './link-unreachable';
import { MERGE_PROPERTY_NOT_SYNCHRONIZED } from './merge-property-not-synchronized';
import { MISSING_SENTENCE } from './missing-sentence';
import { READING_RULES } from './reading';
import { REFERENCE_WITHOUT_BINDING } from './reference-without-binding';
import { REPEATED_SENTENCE } from './repeated-sentence';
import { SENTENCE_IN_CONDITION } from './sentence-in-condition';
import { SIMILAR_SYSTEM_NAMES } from './similar-system-names';
import { TWO_WRITERS } from './two-writers';
import { UNKNOWN_DATA_TYPE } from './unknown-data-type';
import { UNKNOWN_SYSTEM_NAME } from './unknown-system-name';

/** Every rule, by its code. */
export const RULES: readonly Rule[] = [
  ...READING_RULES,
  CONDITION_WITHOUT_BINDING,
  CONTRADICTING_DATA_TYPES,
  CONTRADICTING_SENTENCES,
  CREATE_WITHOUT_PROPERTIES,
  DUPLICATE_ROW,
  GATE_WITHOUT_VALUE,
  LABEL_DIFFERS,
  LINK_UNREACHABLE,
  MERGE_PROPERTY_NOT_SYNCHRONIZED,
  MISSING_SENTENCE,
  REFERENCE_WITHOUT_BINDING,
  REPEATED_SENTENCE,
  SENTENCE_IN_CONDITION,
  SIMILAR_SYSTEM_NAMES,
  TWO_WRITERS,
  UNKNOWN_DATA_TYPE,
  UNKNOWN_SYSTEM_NAME,
].sort((one, other) => (one.code < other.code ? -1 : 1));
