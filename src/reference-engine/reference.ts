/** The reference engine: the documents as the decisions D1 to D27 read them, every part as it should be. */
import { assembleEngine } from './assemble';

export const createEngine = assembleEngine('syncproof reference engine');
