import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { resultSchemaFile, resultSchemaText } from '../../scripts/schemas.js';
import { resultSchema } from '../../src/result/schema.js';
import { golden, green } from '../report/golden.js';

describe('schemas/result-1.schema.json', () => {
  const text = readFileSync(resultSchemaFile, 'utf8');
  const ajv = new Ajv2020({ strict: true, allErrors: false });
  addFormats.default(ajv);
  const accepts = ajv.compile(JSON.parse(text));

  it('is what the code says (made anew by scripts/schemas.ts)', () => {
    expect(text).to.equal(resultSchemaText());
  });

  for (const [name, result] of Object.entries(golden)) {
    it(`accepts the golden result "${name}"`, () => {
      expect(accepts(result), JSON.stringify(accepts.errors)).to.equal(true);
    });
  }

  it('refuses a result of which any one key is missing', () => {
    let tried = 0;
    for (const without of eachWithoutOneKey(green)) {
      expect(accepts(without.value), without.path).to.equal(false);
      expect(resultSchema.safeParse(without.value).success, without.path).to.equal(false);
      tried += 1;
    }
    expect(tried).to.be.greaterThan(100);
  });

  const mutilations: readonly (readonly [string, (text: string) => string])[] = [
    ['another schema', (json) => json.replace('result@1', 'result@2')],
    ['an unknown key', (json) => json.replace('"seed":', '"more":1,"seed":')],
    ['a word of no list', (json) => json.replace('"outcome":"pass"', '"outcome":"ok"')],
    ['a number as text', (json) => json.replace('"cpus":2', '"cpus":"2"')],
    ['a time that is none', (json) => json.replace('2026-05-03T14:02:11.000Z', 'yesterday')],
    ['a negative duration', (json) => json.replace('"durationMs":41', '"durationMs":-41')],
    ['an ability of no list', (json) => json.replace('"load-page":', '"fly":')],
    [
      'an evidence path upwards',
      (json) =>
        json.replace('"evidence":[]', '"evidence":[{"kind":"log","title":"log","path":"../../etc/passwd"}]'),
    ],
  ];
  for (const [name, mutilate] of mutilations) {
    it(`refuses ${name}`, () => {
      const whole = JSON.stringify(green);
      const broken = mutilate(whole);
      expect(broken).not.to.equal(whole);
      expect(accepts(JSON.parse(broken))).to.equal(false);
    });
  }
});

/** Keys of these objects are free to be missing. */
const partial = ['abilities', 'latency'];

function* eachWithoutOneKey(value: unknown, path = 'result'): Generator<{ path: string; value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (!Array.isArray(value) && !partial.includes(path.split('.').at(-1)!)) {
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
      yield { path: `${path}.${key}`, value: rest };
    }
    for (const deeper of eachWithoutOneKey(child, `${path}.${key}`)) {
      const copy: unknown = Array.isArray(value)
        ? value.map((item: unknown, at) => (String(at) === key ? deeper.value : item))
        : { ...value, [key]: deeper.value };
      yield { path: deeper.path, value: copy };
    }
  }
}
