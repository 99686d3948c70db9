/** The documentation of one rule, in plain text and in Markdown. */
import type { RuleExample, Rule } from './rule';

/** The explanation without Markdown's marks. */
export function ruleText({ explanation }: Rule): string {
  return explanation.replace(/`/g, '').replace(/\[([^\][]*)\]\([^()]*\)/g, '$1');
}

function fenced(language: string, lines: string): string {
  return `\`\`\`${language}\n${lines}\n\`\`\``;
}

function fixedText(fixed: RuleExample['fixed']): readonly string[] {
  return 'config' in fixed
    ? ['Not reported with this in the config:', fenced('yaml', fixed.config)]
    : ['Not reported:', fenced('rst', fixed.document)];
}

/** What the rule looks at, how to fix a finding, and an example: Markdown without a heading. */
export function ruleMarkdown({ explanation, help, example }: Rule): string {
  const failing = ['Reported:', fenced('rst', example.failing)];
  return [explanation, help, ...failing, ...fixedText(example.fixed)].join('\n\n');
}
