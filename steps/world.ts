/** The world of a scenario: what its tags switch on, and the records and engine that its steps speak of. */
import { World } from '@cucumber/cucumber';
import { linkingSentence, phrase, type Datatype } from '../src/model';
import { Acts, Expectations, Story, Testbed, type ScopedSection, type StoryRecord } from '../src/testbed';
import { campaignOf, type Campaign, type RunParameters } from './run-context';

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
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}

export class SyncWorld extends World<RunParameters> {
  placement: Placement = { document: '', checks: [], name: '' };
  private campaign: Campaign | undefined;
  private opened: { story: Story; acts: Acts; expectations: Expectations } | undefined;

  async begin(placement: Placement): Promise<void> {
    this.placement = placement;
    this.campaign = await campaignOf(this.parameters);
  }

  /** Switches sections on; without it the scenario's own section is on. */
  switchOn(documents?: readonly string[]): void {
    if (this.opened !== undefined) throw new Error('The sections are switched on before any other step.');
    this.open(
      documents === undefined
        ? this.sectionsOf(this.placement.document)
        : documents.flatMap((slug) => this.sectionsOf(slug)),
    );
  }

  private sectionsOf(slug: string): readonly ScopedSection[] {
    const sections = this.campaign?.sections.get(slug);
    if (sections === undefined)
      throw new Error(`The run has no document "${slug}": give it as a SPEC as well.`);
    return sections;
  }

  private open(sections: readonly ScopedSection[]): { story: Story; acts: Acts; expectations: Expectations } {
    const { campaign } = this;
    if (campaign === undefined) throw new Error('The scenario has not begun.');
    scenarios += 1;
    const bed = new Testbed({
      createEngine: campaign.createEngine,
      mount: campaign.mount,
      stateRoot: campaign.stateRoot,
      number: scenarios,
      seed: campaign.seed + hash(this.placement.name),
      timeout: campaign.timeout,
      bindings: campaign.config.bindings,
      policies: campaign.config.policies,
      scope: campaign.scopeOf(sections),
      native: campaign.native,
      profileOf: (system) => campaign.profiles.of(system),
    });
    const story = new Story(bed);
    const acts = new Acts(story);
    this.opened = { story, acts, expectations: new Expectations(story, acts) };
    return this.opened;
  }

  private get stage(): { story: Story; acts: Acts; expectations: Expectations } {
    if (this.opened !== undefined) return this.opened;
    const { document, section } = this.placement;
    const sections = this.sectionsOf(document).filter(({ id }) => id === `${document}/${section ?? ''}`);
    if (sections.length === 0)
      throw new Error(
        `The document "${document}" has no section "${section ?? ''}": generate its feature anew.`,
      );
    return this.open(sections);
  }

  get story(): Story {
    return this.stage.story;
  }

  get acts(): Acts {
    return this.stage.acts;
  }

  get expectations(): Expectations {
    return this.stage.expectations;
  }

  get bed(): Testbed | undefined {
    return this.opened?.story.bed;
  }

  datatype(text: string): Datatype {
    return this.story.bed.scope.datatype(text);
  }

  record(datatype: string, name: string): StoryRecord {
    return this.story.record(datatype, name);
  }

  /** The datatype whose name after the system's is given: `Wix` and `Members`. */
  datatypeOf(system: string, datatype: string): Datatype {
    return this.datatype(phrase({ system, datatype }));
  }

  /** The check to blame where a pair of these datatypes is not linked. */
  linkingCheck(one: Datatype, other: Datatype): string {
    const { section, id } = this.story.bed.scope.between(one, other);
    return `${id}/${linkingSentence(section)}`;
  }

  /** The check to blame where nothing is created. */
  creatingCheck(one: Datatype, other: Datatype): string {
    const { section, id } = this.story.bed.scope.between(one, other);
    const always = section.statements.some(({ kind }) => kind === 'create-always');
    return `${id}/${always ? 'create-always' : 'create-missing'}`;
  }

  async end(): Promise<void> {
    await this.bed?.close();
  }
}
