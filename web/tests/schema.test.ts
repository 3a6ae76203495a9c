import { readFileSync } from 'node:fs';
import openapiTS, { COMMENT_HEADER, astToString } from 'openapi-typescript';
import { expect, test } from 'vitest';

test('the types of the API are those of its description', async () => {
  const types = COMMENT_HEADER + astToString(await openapiTS(readFileSync('openapi.json', 'utf8')));
  expect(readFileSync('src/api/schema.d.ts', 'utf8') === types, 'run `make web-types`').toBe(true);
});
