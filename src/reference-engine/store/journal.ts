/** Where the intents are kept across restarts: a file that lines are added to, and that is rewritten after each sync. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Intent } from './intents';
import { isObject, type Json } from '../../core/json';

/** The journal's file in an engine's state directory. */
export const JOURNAL_FILE = 'creations.ndjson';

type Line = { readonly begun: Intent } | { readonly ended: string };

/** Keeps the intents of one engine; every line is written before the call that it speaks of. */
export class Journal {
  private readonly path: string;
  private readonly byId: Map<string, Intent>;

  constructor(stateDir: string) {
    this.path = join(stateDir, JOURNAL_FILE);
    this.byId = readJournal(existsSync(this.path) ? readFileSync(this.path, 'utf8') : '');
  }

  /** In the order of their ids. */
  get intents(): readonly Intent[] {
    return [...this.byId.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  begin(intent: Intent): void {
    this.byId.set(intent.id, intent);
    this.add({ begun: intent });
  }

  /** The creation was surely not done. */
  end(id: string): void {
    if (this.byId.delete(id)) {
      this.add({ ended: id });
    }
  }

  /** The state that knows the outcome of all other intents is saved: these alone are left. */
  keepOnly(intents: readonly Intent[]): void {
    if (this.byId.size === intents.length) {
      return;
    }
    this.byId.clear();
    for (const intent of intents) {
      this.byId.set(intent.id, intent);
    }
    const next = `${this.path}.next`;
    writeFileSync(next, intents.map((begun) => `${JSON.stringify({ begun } satisfies Line)}\n`).join(''));
    renameSync(next, this.path);
  }

  private add(line: Line): void {
    appendFileSync(this.path, `${JSON.stringify(line)}\n`);
  }
}

/** The last line can be cut off where the process ended in the midst of it: its call was not made yet. */
function readJournal(text: string): Map<string, Intent> {
  const intents = new Map<string, Intent>();
  for (const line of text.split('\n').slice(0, -1)) {
    const read = JSON.parse(line) as Json;
    if (!isObject(read)) {
      continue;
    }
    if (typeof read.ended === 'string') {
      intents.delete(read.ended);
    } else if (isObject(read.begun)) {
      const begun = read.begun as unknown as Intent;
      intents.set(begun.id, begun);
    }
  }
  return intents;
}
