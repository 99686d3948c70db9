/**
 * The grammar of `$filter` (https://www.odata.org/documentation/odata-version-2-0/uri-conventions/, section 4.5):
 * `or` binds least, then `and`, comparisons, `not`.
 */
import { malformed } from '../refusal';
import { tokensOf } from './tokens';
import type { FilterToken } from './tokens';
import type { FilterLiteral } from './types';

const COMPARISONS = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export type Expression =
  | { readonly kind: 'literal'; readonly literal: FilterLiteral }
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    };

/** How deep brackets, functions and `not` may be nested: WCF Data Services has such a limit too. */
const DEEPEST = 100;

/**
 * Reads a filter expression.
 * @throws ExactRefusal (400) with the position of what cannot be read
 */
export function parseFilter(text: string): Expression {
  const reader = new Reader(text);
  const expression = reader.either(0);
  reader.end();
  return expression;
}

class Reader {
  private readonly tokens: readonly FilterToken[];
  private index = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  private get token(): FilterToken | undefined {
    return this.tokens[this.index];
  }

  private fail(): never {
    const where = this.token?.at ?? this.text.length;
    throw malformed(`Syntax error at position ${where} in '${this.text}'.`);
  }

  private take(text: string): boolean {
    const { token } = this;
    if (token === undefined || token.kind === 'literal' || token.text !== text) {
      return false;
    }
    this.index += 1;
    return true;
  }

  private demand(text: string): void {
    if (!this.take(text)) {
      this.fail();
    }
  }

  end(): void {
    if (this.token !== undefined) {
      this.fail();
    }
  }

  either(depth: number): Expression {
    return this.joined('or', () => this.both(depth));
  }

  private both(depth: number): Expression {
    return this.joined('and', () => this.comparison(depth));
  }

  private joined(kind: 'and' | 'or', next: () => Expression): Expression {
    const first = next();
    const operands = [first];
    while (this.take(kind)) {
      operands.push(next());
    }
    return operands.length === 1 ? first : { kind, operands };
  }

  private comparison(depth: number): Expression {
    let left = this.unary(depth);
    let deep = depth;
    for (let operator = this.comparator(); operator !== undefined; operator = this.comparator()) {
      left = { kind: 'comparison', operator, left, right: this.unary(deep) };
      deep += 1;
    }
    return left;
  }

  private comparator(): Comparison | undefined {
    return COMPARISONS.find((operator) => this.take(operator));
  }

  private unary(depth: number): Expression {
    if (depth > DEEPEST) {
      throw malformed(`Recursion limit reached: the filter nests deeper than ${DEEPEST}.`);
    }
    return this.take('not') ? { kind: 'not', operand: this.unary(depth + 1) } : this.primary(depth);
  }

  private primary(depth: number): Expression {
    if (this.take('(')) {
      const inner = this.either(depth + 1);
      this.demand(')');
      return inner;
    }
    const { token } = this;
    if (token === undefined || token.kind === 'mark') {
      return this.fail();
    }
    this.index += 1;
    if (token.kind === 'literal') {
      return { kind: 'literal', literal: token.literal };
    }
    return this.take('(') ? this.call(token.text, depth) : { kind: 'property', name: token.text };
  }

  private call(name: string, depth: number): Expression {
    const operands = [this.either(depth + 1)];
    while (this.take(',')) {
      operands.push(this.either(depth + 1));
    }
    this.demand(')');
    return { kind: 'call', name, operands };
  }
}
