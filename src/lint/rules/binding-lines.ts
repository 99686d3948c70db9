/** Longer keys must be explicit (YAML 1.2.2, section 7.4.2). */
const LONGEST_IMPLICIT_KEY = 1000;

/** A double-quoted YAML scalar: a JSON text, with everything escaped that could be lost on the way through a terminal. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007F-\u00A0\u00AD\u2000-\u200F\u2028-\u202F\u2060-\u206F\u3000\uFEFF\uFFF0-\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A flow map whose keys are plain words; texts are quoted. */
function flow(value: string | Readonly<Record<string, string>>): string {
  if (typeof value === 'string') {
    return quoted(value);
  }
  const members = Object.entries(value).map(([key, text]) => `${key}: ${quoted(text)}`);
  return `{ ${members.join(', ')} }`;
}

/** The lines that bind a text under `bindings` in the config: YAML, ready to be pasted into an empty one. */
export function bindingLines(
  kind: 'conditions' | 'references',
  key: string,
  value: string | Readonly<Record<string, string>>,
): string {
  const name = quoted(key);
  const entry =
    name.length > LONGEST_IMPLICIT_KEY
      ? [`    ? ${name}`, `    : ${flow(value)}`]
      : [`    ${name}: ${flow(value)}`];
  return ['bindings:', `  ${kind}:`, ...entry].join('\n');
}
