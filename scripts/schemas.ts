import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { resultSchema } from '../src/result/schema.js';

/** Makes the published JSON Schema from the code: `npx tsx scripts/schemas.ts`. */

export const resultSchemaFile = fileURLToPath(new URL('../schemas/result-1.schema.json', import.meta.url));

/** The JSON Schema (draft 2020-12) of result.json, as it stands in the file. */
export function resultSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(resultSchema, { target: 'draft-2020-12' }), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(resultSchemaFile, resultSchemaText());
