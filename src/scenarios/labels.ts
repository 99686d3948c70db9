/** Names of the documents, as steps and scenario names can hold them. */
import { datatypeLabel, type DatatypeName } from '../model';

/**
 * A name as a step can hold it: a double quote becomes a single one, because scenarios quote the names of records, and
 * angle brackets become guillemets, because outlines write their columns in them. Gherkin trims what it reads.
 */
export function escapeForGherkin(name: string): string {
  return name.replaceAll('"', "'").replaceAll('<', '\u2039').replaceAll('>', '\u203a').trim();
}

/** A datatype as every step names it: `Wix.com Contacts`, escaped for Gherkin. */
export function stepLabel(name: DatatypeName): string {
  return escapeForGherkin(datatypeLabel(name));
}
