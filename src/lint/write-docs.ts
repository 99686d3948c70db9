/** `npm run rules`: writes docs/rules.md. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rulesPage } from './documentation';
import { RULES } from './rules';

writeFileSync(resolve(__dirname, '../../docs/rules.md'), rulesPage(RULES));
