/** The world of a scenario: what its tags switch on, and the records and the engine of its steps. */
import { World } from '@cucumber/cucumber';
import { creatingSentence, linkingSentence, rowKey, type Datatype, type Row } from '../src/model';
import { escapeForGherkin, type RecordReference } from '../src/scenarios/steps';
import {
  UserActions,
  Expectations,
  Links,
  ScenarioState,
  Testbed,
  ValueTrials,
  happenedIn,
  type ScenarioAttachment,
  type ScopedSection,
  type StepMark,
  type NamedRecord,
} from '../src/testbed';
import { fleetFor } from './fleet';
import { runContextOf, type RunContext, type RunParameters } from './run-context';

/** A scenario as its tags place it. */
export interface Placement {
  /** Slug of the document. */
  readonly document: string;
  /** Slug of the section; absent for scenarios over a whole document. */
  readonly section?: string;
  /** Ids of the checks that the scenario judges. */
  readonly checks: readonly string[];
  readonly name: string;
}

/** What steps work with, made when the first of them needs it. */
interface ScenarioParts {
  readonly state: ScenarioState;
  readonly actions: UserActions;
  readonly expectations: Expectations;
  readonly links: Links;
  readonly trials: ValueTrials;
}

/** FNV-1a: spreads the scenario's name over the seeds, so that one scenario's values do not depend on the others'. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) {
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return value;
}

export class SyncWorld extends World<RunParameters> {
  placement: Placement = { document: '', checks: [], name: '' };
  private runContext: RunContext | undefined;
  private opened: ScenarioParts | undefined;
  /** For each step so far: how many calls and acts there were when it began. */
  private readonly stepMarks: StepMark[] = [];

  /** What all scenarios of the process share; set once the scenario has begun. */
  get run(): RunContext | undefined {
    return this.runContext;
  }

  async begin(placement: Placement): Promise<void> {
    this.placement = placement;
    this.runContext = await runContextOf(this.parameters);
  }

  /** A step begins: what is called and done from now on is its own. */
  beginStep(): void {
    const { opened } = this;
    this.stepMarks.push({
      calls: opened?.state.testbed.log.mark() ?? 0,
      acts: opened?.state.acts.length ?? 0,
    });
  }

  /** What people and engine did, step by step, and what became of the records; nothing where no step opened a testbed. */
  happened(): Pick<ScenarioAttachment, 'calls' | 'acts' | 'records'> {
    return this.opened === undefined ? {} : happenedIn(this.opened.state, this.stepMarks);
  }

  /** Switches sections on; without it the scenario's own section is on. */
  switchOn(documents?: readonly string[]): void {
    if (this.opened !== undefined) {
      throw new Error('The sections are switched on before any other step.');
    }
    this.open(
      documents === undefined
        ? this.sectionsOf(this.placement.document)
        : documents.flatMap((slug) => this.sectionsOf(slug)),
    );
  }

  private sectionsOf(slug: string): readonly ScopedSection[] {
    const sections = this.runContext?.sections.get(slug);
    if (sections === undefined) {
      throw new Error(`The run has no document "${slug}": give it as a SPEC as well.`);
    }
    return sections;
  }

  private open(sections: readonly ScopedSection[]): ScenarioParts {
    const { runContext } = this;
    if (runContext === undefined) {
      throw new Error('The scenario has not begun.');
    }
    const { plan, scopeOf } = runContext;
    const fleet = fleetFor(plan.engine, sections, runContext);
    const testbed = new Testbed({
      engine: runContext.engine,
      transport: runContext.transport,
      stateRoot: runContext.states.path,
      number: runContext.progress.numberOf(`${this.placement.document}:${this.placement.name}`),
      seed: plan.seed + hash(this.placement.name),
      timeout: plan.timeout,
      quiet: plan.quiet,
      bindings: plan.bindings,
      policies: plan.policies,
      scope: scopeOf(sections),
      ...(fleet === undefined ? {} : { fleet }),
      native: plan.native,
      profileOf: (system) => runContext.profiles.get(system),
    });
    const state = new ScenarioState(testbed);
    const actions = new UserActions(state);
    const expectations = new Expectations(state);
    const links = new Links(state, actions, expectations);
    this.opened = {
      state,
      actions,
      expectations,
      links,
      trials: new ValueTrials(state, actions, expectations),
    };
    return this.opened;
  }

  private get parts(): ScenarioParts {
    if (this.opened !== undefined) {
      return this.opened;
    }
    const { document, section } = this.placement;
    const sections = this.sectionsOf(document).filter(({ id }) => id === `${document}/${section ?? ''}`);
    if (sections.length === 0) {
      throw new Error(
        `The document "${document}" has no section "${section ?? ''}": regenerate its feature.`,
      );
    }
    return this.open(sections);
  }

  get state(): ScenarioState {
    return this.parts.state;
  }

  get actions(): UserActions {
    return this.parts.actions;
  }

  get expectations(): Expectations {
    return this.parts.expectations;
  }

  get links(): Links {
    return this.parts.links;
  }

  get trials(): ValueTrials {
    return this.parts.trials;
  }

  /** Whether the scenario judges the row of a property table: what it carries is not known yet. */
  isUnderTest(row: Row): boolean {
    const key = rowKey(row);
    return this.placement.checks.some((id) => id.includes('/properties') && id.endsWith(`/${key}`));
  }

  get testbed(): Testbed | undefined {
    return this.opened?.state.testbed;
  }

  datatype(text: string): Datatype {
    return this.state.testbed.scope.datatype(text);
  }

  record({ datatype, name }: RecordReference): NamedRecord {
    return this.state.record(datatype, name);
  }

  /** The name of the system that a step writes so. */
  systemOf(text: string): string {
    const found = this.state.testbed.scope.systems.find(({ name }) => escapeForGherkin(name) === text);
    if (found === undefined) {
      throw new Error(`No section of this scenario names a system "${text}".`);
    }
    return found.name;
  }

  /** The datatype that a step names by its system and itself: `Wix` and `Members`. */
  datatypeOf(system: string, datatype: string): Datatype {
    const found = this.state.testbed.scope.datatypes.find(
      (each) => escapeForGherkin(each.system) === system && escapeForGherkin(each.datatype) === datatype,
    );
    if (found === undefined) {
      throw new Error(`No section of this scenario names a datatype "${datatype}" of a system "${system}".`);
    }
    return found;
  }

  /** The check to blame where a pair of these datatypes is not linked. */
  linkingCheck(one: Datatype, other: Datatype): string {
    const { section, id } = this.state.testbed.scope.between(one, other);
    return `${id}/${linkingSentence(section) ?? 'keep-in-sync'}`;
  }

  /** The check to blame where nothing is created. */
  creatingCheck(one: Datatype, other: Datatype): string {
    const { section, id } = this.state.testbed.scope.between(one, other);
    return `${id}/${creatingSentence(section) ?? 'keep-in-sync'}`;
  }

  async end(): Promise<void> {
    await this.testbed?.close();
  }
}
