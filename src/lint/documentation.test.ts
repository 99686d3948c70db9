import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rulesPage } from './documentation';
import { ruleEntry, ruleText } from './rule-text';
import { RULES } from './rules';

const page = readFileSync(resolve(__dirname, '../../docs/rules.md'), 'utf8');

describe('docs/rules.md', () => {
  it('is what "npm run rules" writes now', () => {
    assert.equal(page, rulesPage(RULES));
  });

  it('has a row and a part for every rule', () => {
    for (const { code, severity } of RULES) {
      assert.ok(page.includes(`| [\`${code}\`](#${code}) | ${severity} |`), code);
      assert.ok(page.includes(`\n## ${code}\n`), code);
    }
  });
});

describe('ruleText', () => {
  it('drops the marks of Markdown', () => {
    const [rule] = RULES;
    assert.ok(rule);
    const text = ruleText({ ...rule, explanation: 'Write `a` as [b](c.md#d) (or not).' });
    assert.equal(text, 'Write a as b (or not).');
  });
});

describe('ruleEntry', () => {
  it('writes what the reported and the right text have in common once', () => {
    const [rule] = RULES;
    assert.ok(rule);
    const entry = ruleEntry({ ...rule, example: { failing: 'a\nb\nd', fixed: { document: 'a\nc\nc\nd' } } });
    assert.match(entry, /\n```diff\n {2}a\n- b\n\+ c\n\+ c\n {2}d\n```$/);
  });

  it('writes the config that a finding disappears with as YAML', () => {
    const [rule] = RULES;
    assert.ok(rule);
    const entry = ruleEntry({ ...rule, example: { failing: 'a', fixed: { config: 'b: c' } } });
    assert.match(entry, /\n```rst\na\n```\n```yaml\nb: c\n```$/);
  });
});
