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

/** How many lines the two texts have in common from the beginning on. */
function commonLines(one: readonly string[], other: readonly string[]): number {
  const difference = one.findIndex((line, at) => line !== other[at]);
  return difference === -1 ? one.length : difference;
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${mark} ${line}`.trimEnd());
}

/** The reported lines and what to write instead, what both have in common once. */
function exampleDifference(failing: string, fixed: string): string {
  const before = failing.split('\n');
  const after = fixed.split('\n');
  const head = commonLines(before, after);
  const tail = commonLines(before.slice(head).reverse(), after.slice(head).reverse());
  const lines = [
    ...marked(' ', before.slice(0, head)),
    ...marked('-', before.slice(head, before.length - tail)),
    ...marked('+', after.slice(head, after.length - tail)),
    ...marked(' ', before.slice(before.length - tail)),
  ];
  return fenced('diff', lines.join('\n'));
}

/** What {@link ruleMarkdown} says, in the short form of the page that has all rules. */
export function ruleEntry({ explanation, help, example: { failing, fixed } }: Rule): string {
  const examples =
    'config' in fixed
      ? [fenced('rst', failing), fenced('yaml', fixed.config)]
      : [exampleDifference(failing, fixed.document)];
  return [`${explanation} *To fix:* ${help}`, ...examples].join('\n');
}
