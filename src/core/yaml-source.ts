/** The text of a YAML or JSON file as a tree whose every node knows its place. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import { LocatedError } from './located-error';
import type { TextPosition, LocatedProblem } from './located-error';

/** Property names and list positions that lead to a value. */
export type ValuePath = readonly (string | number)[];

/** The path that a JSON Pointer (RFC 6901) names, as ajv writes it; a step of digits is a position in a list. */
export function pathOfPointer(pointer: string): ValuePath {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A parsed file; JSON is read as YAML, of which it is a part. */
export class YamlSource {
  private readonly counter = new LineCounter();
  private readonly document: Document;
  private readonly values: string[] = [];

  /**
   * @param environment - what `${NAME}` in string values is replaced by; absent: nothing is expanded.
   * @throws LocatedError where the text is not YAML or JSON, a key occurs twice, or a `${NAME}` has no value.
   */
  constructor(
    private readonly file: string,
    text: string,
    environment?: Readonly<Record<string, string | undefined>>,
  ) {
    this.document = parseDocument(text, { lineCounter: this.counter, prettyErrors: false });
    const problems = this.document.errors.map((error) =>
      this.problemAt(error.pos[0], error.message, 'write it as YAML or JSON'),
    );
    if (problems.length > 0) {
      throw new LocatedError(file, problems);
    }
    if (environment !== undefined) {
      this.expand(environment);
    }
  }

  /** What the file says, variables expanded; `undefined` of an empty file. */
  value(): unknown {
    return this.document.toJS() ?? undefined;
  }

  /** What `${NAME}` was replaced by, sorted, each once. */
  secrets(): string[] {
    return [...new Set(this.values)].sort();
  }

  /** The place of a value, or of the nearest thing around it that has one. */
  placeOf(path: ValuePath): TextPosition {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) {
        return this.placeAt(node.range[0]);
      }
    }
    return { line: 1, column: 1 };
  }

  /** The place of a key of the map at `path`. */
  placeOfKey(path: ValuePath, key: string): TextPosition {
    const map = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return isNode(pair?.key) && pair.key.range ? this.placeAt(pair.key.range[0]) : this.placeOf(path);
  }

  /** Expands `${NAME}` in string values; keys and everything else stay as they are. */
  private expand(environment: Readonly<Record<string, string | undefined>>): void {
    const problems: LocatedProblem[] = [];
    visit(this.document, {
      Scalar: (key, node) => {
        if (key === 'key' || typeof node.value !== 'string') {
          return;
        }
        node.value = node.value.replace(VARIABLE, (written, name: string) => {
          const value = environment[name];
          if (value === undefined) {
            const what = `the environment variable ${name} is not set`;
            problems.push(
              this.problemAt(node.range?.[0] ?? 0, what, `set it, or write the value instead of ${written}`),
            );
            return written;
          }
          this.values.push(value);
          return value;
        });
      },
    });
    if (problems.length > 0) {
      throw new LocatedError(this.file, problems);
    }
  }

  private placeAt(offset: number): TextPosition {
    const { line, col } = this.counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }

  private problemAt(offset: number, what: string, help: string): LocatedProblem {
    return { place: this.placeAt(offset), what, help };
  }
}
