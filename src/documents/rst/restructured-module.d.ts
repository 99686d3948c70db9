/** The part of `restructured` (0.0.11, no types of its own) that src/documents/rst/restructured.ts uses. */
declare module 'restructured' {
  export interface Point {
    readonly line: number;
    readonly column: number;
  }

  export interface Node {
    readonly type: string;
    /** The name of a directive. */
    readonly directive?: string;
    readonly children?: readonly Node[];
    readonly position: { readonly start: Point; readonly end: Point };
  }

  const restructured: {
    parse(text: string, options?: { readonly position?: boolean }): Node;
  };
  export default restructured;
}
