/** APIs that profiles describe in data. */
export { describedApi } from './api';
export type { DescribedProfile } from './api';
