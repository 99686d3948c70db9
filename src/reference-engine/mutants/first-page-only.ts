import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'first-page-only',
  what: 'Reads the first page of a listing and no other.',
  decisions: ['D2'],
};

export const createEngine = engineWith(fault, () => ({
  listAll: async (fetchPage) => (await fetchPage(null)).items,
}));
