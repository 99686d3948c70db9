/** The world of a scenario: what its tags switch on, and the records and engine that its steps speak of. */
import { World } from '@cucumber/cucumber';
import { linkingSentence, type Datatype } from '../src/model';
import { stepLabel } from '../src/scenarios';
import {
  UserActions,
  Expectations,
  ScenarioState,
  Testbed,
  type ScopedSection,
  type NamedRecord,
} from '../src/testbed';
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

let scenarios = 0;

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
  private opened: { state: ScenarioState; actions: UserActions; expectations: Expectations } | undefined;

  async begin(placement: Placement): Promise<void> {
    this.placement = placement;
    this.runContext = await runContextOf(this.parameters);
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

  private open(sections: readonly ScopedSection[]): {
    state: ScenarioState;
    actions: UserActions;
    expectations: Expectations;
  } {
    const { runContext } = this;
    if (runContext === undefined) {
      throw new Error('The scenario has not begun.');
    }
    scenarios += 1;
    const testbed = new Testbed({
      createEngine: runContext.createEngine,
      transport: runContext.transport,
      stateRoot: runContext.stateRoot,
      number: scenarios,
      seed: runContext.seed + hash(this.placement.name),
      timeout: runContext.timeout,
      bindings: runContext.config.bindings,
      policies: runContext.config.policies,
      scope: runContext.scopeOf(sections),
      native: runContext.native,
      profileOf: (system) => runContext.profiles.of(system),
    });
    const state = new ScenarioState(testbed);
    const actions = new UserActions(state);
    this.opened = { state, actions, expectations: new Expectations(state, actions) };
    return this.opened;
  }

  private get stage(): { state: ScenarioState; actions: UserActions; expectations: Expectations } {
    if (this.opened !== undefined) {
      return this.opened;
    }
    const { document, section } = this.placement;
    const sections = this.sectionsOf(document).filter(({ id }) => id === `${document}/${section ?? ''}`);
    if (sections.length === 0) {
      throw new Error(
        `The document "${document}" has no section "${section ?? ''}": generate its feature anew.`,
      );
    }
    return this.open(sections);
  }

  get state(): ScenarioState {
    return this.stage.state;
  }

  get actions(): UserActions {
    return this.stage.actions;
  }

  get expectations(): Expectations {
    return this.stage.expectations;
  }

  get testbed(): Testbed | undefined {
    return this.opened?.state.testbed;
  }

  datatype(text: string): Datatype {
    return this.state.testbed.scope.datatype(text);
  }

  record(datatype: string, name: string): NamedRecord {
    return this.state.record(datatype, name);
  }

  /** The datatype whose name after the system's is given: `Wix` and `Members`. */
  datatypeOf(system: string, datatype: string): Datatype {
    return this.datatype(stepLabel({ system, datatype }));
  }

  /** The check to blame where a pair of these datatypes is not linked. */
  linkingCheck(one: Datatype, other: Datatype): string {
    const { section, id } = this.state.testbed.scope.between(one, other);
    return `${id}/${linkingSentence(section)}`;
  }

  /** The check to blame where nothing is created. */
  creatingCheck(one: Datatype, other: Datatype): string {
    const { section, id } = this.state.testbed.scope.between(one, other);
    const always = section.statements.some(({ kind }) => kind === 'create-always');
    return `${id}/${always ? 'create-always' : 'create-missing'}`;
  }

  async end(): Promise<void> {
    await this.testbed?.close();
  }
}
