/** Checking a file against its schema, in words for people. */
import Ajv2020 from 'ajv/dist/2020';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import type { LocatedProblem } from '../core/located-error';
import { didYouMean } from '../core/did-you-mean';
import { pathOfPointer, type ValuePath, type YamlSource } from '../core/yaml-source';

const VALIDATORS = new WeakMap<object, ValidateFunction>();

function validatorOf(schema: object): ValidateFunction {
  const validator =
    VALIDATORS.get(schema) ??
    new Ajv2020({ allErrors: true, verbose: true, discriminator: true }).compile(schema);
  VALIDATORS.set(schema, validator);
  return validator;
}

function nameOf(path: ValuePath): string {
  return path.length === 0 ? 'the file' : `"${path.join('.')}"`;
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(' or ') : String(value);
}

function knownKeys(error: ErrorObject): string[] {
  const parent: unknown = error.parentSchema?.properties;
  return typeof parent === 'object' && parent !== null ? Object.keys(parent) : [];
}

/** The values by which one of several forms is chosen. */
function knownTags(error: ErrorObject): string[] {
  const forms = (error.parentSchema?.oneOf ?? []) as readonly {
    properties?: Record<string, { const?: unknown }>;
  }[];
  return forms.map(({ properties }) => text(properties?.[text(error.params.tag)]?.const));
}

function unknownKey(error: ErrorObject, path: ValuePath, source: YamlSource): LocatedProblem {
  const key = text(error.params.additionalProperty);
  const known = knownKeys(error).filter((name) => name !== '$schema');
  const meant = didYouMean(key, known);
  const help = meant === undefined ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`;
  const where = path.length === 0 ? '' : ` in ${nameOf(path)}`;
  return { place: source.placeOfKey(path, key), what: `unknown key "${key}"${where}`, help };
}

/** What is wrong with names under a key of the file. */
const NAME_HELP: Readonly<Record<string, string>> = {
  engines: 'give it another name: reference and noop are built in',
  junit: 'give it another name: an empty one is none, and junit.xml writes this one from the run',
};

function badName(error: ErrorObject, path: ValuePath, source: YamlSource): LocatedProblem {
  const key = text(error.params.propertyName);
  const help = NAME_HELP[String(path[0])] ?? 'write it in kebab-case';
  return { place: source.placeOfKey(path, key), what: `${nameOf(path)} cannot have the name "${key}"`, help };
}

function wrongCount(path: ValuePath): readonly [string, string] {
  return [
    `${nameOf(path)} must have a property and one predicate`,
    'write one of equals, in, not beside property',
  ];
}

/** What is wrong and how to fix it. No value is repeated: it may come from the environment. */
function words(error: ErrorObject, path: ValuePath): readonly [string, string] {
  const name = nameOf(path);
  switch (error.keyword) {
    case 'type':
      return [`${name} has the wrong type`, `write a value of the type ${text(error.params.type)}`];
    case 'enum':
      return [`${name} has a value that is not known`, `write ${text(error.params.allowedValues)}`];
    case 'discriminator':
      return [
        `${name} has a "${text(error.params.tag)}" that is not known`,
        `write ${knownTags(error).join(' or ')}`,
      ];
    case 'required':
      return [`${name} lacks "${text(error.params.missingProperty)}"`, 'add it'];
    case 'pattern':
      return [
        `${name} is not written as it must be`,
        'write an address that begins with http:// or https://',
      ];
    case 'minProperties':
    case 'maxProperties':
      return wrongCount(path);
    case 'minLength':
    case 'minItems':
      return [`${name} is empty`, 'write a value, or leave the key out'];
    default:
      return [`${name} ${error.message ?? 'is wrong'}`, 'see docs/config.md'];
  }
}

/** Keywords inside a rule that is reported as a whole. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(['not']);

function isTold(error: ErrorObject): boolean {
  return !TOLD_ELSEWHERE.has(error.keyword) && error.propertyName === undefined;
}

function problemOf(error: ErrorObject, source: YamlSource): LocatedProblem {
  const path = pathOfPointer(error.instancePath);
  if (error.keyword === 'additionalProperties') {
    return unknownKey(error, path, source);
  }
  if (error.keyword === 'propertyNames') {
    return badName(error, path, source);
  }
  const [what, help] = words(error, path);
  return { place: source.placeOf(path), what, help };
}

/** The checks that are disputed more than once: the schema cannot say that. */
export function disputedTwice(value: unknown, source: YamlSource): LocatedProblem[] {
  const disputed = (value as { disputed?: readonly { check: string }[] }).disputed ?? [];
  return disputed.flatMap(({ check }, index) => {
    if (disputed.findIndex((other) => other.check === check) === index) {
      return [];
    }
    const place = source.placeOf(['disputed', index, 'check']);
    return [{ place, what: `"${check}" is disputed twice`, help: 'remove one of the two' }];
  });
}

/** Names of systems that mean two systems, or are given twice: the schema cannot say that. */
export function ambiguousAliases(value: unknown, source: YamlSource): LocatedProblem[] {
  const { systems = {} } = value as { systems?: Readonly<Record<string, { aliases?: readonly string[] }>> };
  const owners = new Map<string, string>();
  return Object.entries(systems).flatMap(([name, { aliases = [] }]) =>
    aliases.flatMap((alias, index) => {
      const place = source.placeOf(['systems', name, 'aliases', index]);
      const owner = Object.hasOwn(systems, alias) ? alias : owners.get(alias);
      owners.set(alias, name);
      if (owner === undefined) {
        return [];
      }
      if (owner === alias && alias !== name) {
        const what = `the alias "${alias}" of "${name}" is the name of another system under "systems"`;
        return [{ place, what, help: 'remove the alias, or move what is said of that system to this one' }];
      }
      const what =
        owner === name
          ? `"${alias}" names "${name}" twice`
          : `the alias "${alias}" of "${name}" is an alias of "${owner}" too`;
      return [{ place, what, help: 'remove one of the two' }];
    }),
  );
}

/** What a schema alone cannot say. */
type MoreProblems = (value: unknown, source: YamlSource) => readonly LocatedProblem[];

/**
 * Everything that is wrong with a file's value, sorted by its place in the file.
 *
 * @param more - asked where the schema accepts the value.
 */
export function problemsOf(
  value: unknown,
  source: YamlSource,
  schema: object,
  more: MoreProblems = () => [],
): LocatedProblem[] {
  const isValid = validatorOf(schema);
  const problems = isValid(value)
    ? [...more(value, source)]
    : (isValid.errors ?? []).filter(isTold).map((error) => problemOf(error, source));
  const placed = (problem: LocatedProblem): number =>
    (problem.place?.line ?? 0) * 10_000 + (problem.place?.column ?? 0);
  return problems.sort((one, other) => placed(one) - placed(other));
}
