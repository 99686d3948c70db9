/** What is different between two versions of dataflow documents, and what must run again. */
export { diffDocuments, diffPair } from './diff';
export type { DiffOptions } from './diff';
export { formatDiffJson } from './json';
export type { DiffNames } from './json';
export { formatDiffMarkdown } from './markdown';
export type { RunTarget } from './summary';
export { formatDiffText } from './text';
export type { DiffTextOptions } from './text';
export type * from './types';
