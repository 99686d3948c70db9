import { conditionOf } from '../../model';
import { quote } from '../../core/text';
import { findingAt, written } from '../document-index';
import type { Rule } from '../rule';
import { bindingLines } from './binding-lines';
import { SENTENCE_IN_CONDITION, swallowedSentence } from './sentence-in-condition';

export const CONDITION_WITHOUT_BINDING: Rule = {
  code: 'condition-without-binding',
  severity: 'warning',
  title: 'Nothing tells what a condition means',
  explanation:
    'The words before `, it will be synchronized with` are free text. Until they are bound to a property and its values, nothing can be judged, and the sentence stays `pending` (D21). Four texts are bound by default ([semantics.md](semantics.md#d21)); the others need an entry under `bindings.conditions`, word for word. A text that `sentence-in-condition` reports is not reported here too: it has to be fixed first.',
  help: 'Bind the text under `bindings.conditions` in the config, to a `property` and one of `equals`, `in` and `not`. The finding prints the lines to paste.',
  example: {
    failing: 'When a Shop Order is paid in full, it will be synchronized with a Desk Ticket.',
    fixed: {
      config:
        'bindings:\n  conditions:\n    "When a Shop Order is paid in full": { property: "paymentStatus", equals: "PAID" }',
    },
  },
  *check(documentIndex) {
    const { bindings, severities } = documentIndex.context;
    const mendsFirst = severities[SENTENCE_IN_CONDITION.code] !== 'off';
    for (const { document, section } of documentIndex.sections()) {
      const names = { source: written(section.source), target: written(section.target) };
      for (const statement of section.statements) {
        if (!('condition' in statement)) {
          continue;
        }
        const { condition } = statement;
        if (conditionOf(condition, bindings.conditions) !== undefined) {
          continue;
        }
        if (mendsFirst && swallowedSentence(condition, names) !== undefined) {
          continue;
        }
        const lines = bindingLines('conditions', condition, { property: 'PROPERTY', equals: 'VALUE' });
        yield findingAt(document, statement, {
          message: `Nothing tells what the condition ${quote(condition)} means.`,
          help: `Bind it in syncproof.config.yaml, with a property in place of PROPERTY and its value in place of VALUE:\n${lines}`,
        });
      }
    }
  },
};
