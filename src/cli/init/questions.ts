/** The questions that `init` asks on a terminal: two, so that node's own readline is enough and nothing is installed for them. */
import { CI_KINDS, ENGINE_KINDS, type ProjectChoice } from './project-files';

/** Asks one question; answers the line that was typed. */
export type Ask = (question: string) => Promise<string>;

/** Asks until the answer is one of the choices; an empty one means the first. */
async function choose<Choice extends string>(
  ask: Ask,
  question: string,
  choices: readonly [Choice, ...Choice[]],
): Promise<Choice> {
  for (;;) {
    const typed = (await ask(`${question} (${choices.join(', ')}) [${choices[0]}] `)).trim().toLowerCase();
    const choice = typed === '' ? choices[0] : choices.find((each) => each === typed);
    if (choice !== undefined) {
      return choice;
    }
  }
}

/** What the person at the terminal chooses. */
export async function askForChoice(ask: Ask): Promise<ProjectChoice> {
  const engine = await choose(ask, 'How is the engine to be written?', ENGINE_KINDS);
  const ci = await choose(ask, 'Which CI is to run it?', ['none', ...CI_KINDS]);
  return ci === 'none' ? { engine } : { engine, ci };
}
