/** System profiles: what is known of a kind of system as data, shipped or the user's own (docs/profiles.md). */
export { Profiles, builtInProfiles, loadProfile, loadProfiles, NO_PROFILES } from './load';
export { declaredSystems } from './stated';
export type { Api, ProfileDatatype, SystemProfile } from './types';
