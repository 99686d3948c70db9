import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import { DEFAULT_ABILITIES } from '../..';

const document = parse(
  readFileSync(join(__dirname, '../../../../schemas/system-api.yaml'), 'utf8'),
) as object;

describe('schemas/system-api.yaml', () => {
  it('is an OpenAPI 3.1 document', async () => {
    const { Validator } = await import('@seriousme/openapi-schema-validator');
    const validator = new Validator();
    const result = await validator.validate(document as Record<string, unknown>);
    assert.deepEqual([result.valid, result.valid ? [] : result.errors, validator.version], [true, [], '3.1']);
    const broken = await new Validator().validate({ ...document, paths: 7 });
    assert.equal(broken.valid, false);
  });

  it('says of what the abilities switch which it is, and knows all of them', () => {
    const marked = [...JSON.stringify(document).matchAll(/"x-ability":"(\w+)"/g)].map(([, name]) => name);
    const switched = Object.keys(DEFAULT_ABILITIES).filter((name) => name !== 'timeResolution');
    assert.deepEqual([...new Set(marked)].sort(), switched.sort());
  });
});
