/** From the step catalogue to cucumber's definitions. */
import type { CatalogueStep } from '../src/scenarios/steps';
import type { SyncWorld } from './world';

type Action<Step> =
  Step extends CatalogueStep<never, infer Read>
    ? (world: SyncWorld, ...parameters: Read) => Promise<void> | void
    : never;

/** What each step of a part of the catalogue does: one that is missing is an error of types. */
export type Actions<Steps> = { readonly [Name in keyof Steps]: Action<Steps[Name]> };

type Definition = (this: SyncWorld, ...parameters: never[]) => Promise<void>;

/** A function of cucumber that defines a step: `Given`, `When` or `Then`. */
type Define = (expression: string, definition: Definition) => void;

/**
 * Defines every step of a part of the catalogue.
 *
 * @param before - what each of these steps does first
 */
export function defineSteps<
  Steps extends Readonly<Record<string, Pick<CatalogueStep<[]>, 'expression' | 'arity'>>>,
>(
  define: Define,
  steps: Steps,
  actions: Actions<Steps>,
  before: (world: SyncWorld) => void = () => undefined,
): void {
  for (const [name, { expression, arity }] of Object.entries(steps)) {
    const action = actions[name] as (world: SyncWorld, ...parameters: never[]) => Promise<void> | void;
    const definition: Definition = async function (...parameters) {
      this.beginStep();
      before(this);
      await action(this, ...parameters);
    };
    // Cucumber counts the parameters that a definition declares.
    Object.defineProperty(definition, 'length', { value: arity });
    define(expression, definition);
  }
}
