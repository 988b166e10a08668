import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { loadConfig } from '../../src/cli/config.js';
import { configSchema } from '../../src/cli/config/schema.js';
import { defaultLimits } from '../../src/run/plan.js';
import { temporary } from './temporary.js';

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly enum?: readonly string[];
}

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'docs/configuration.md'), 'utf8');
/** The cells of each row of the table of keys. */
const rows = new Map(
  [...text.matchAll(/^\|\s*`([^`]+)`\s*\|(.*)\|$/gm)].map(([, key, rest]) => [key, rest!.split('|')]),
);

function keysOf(node: SchemaNode, prefix = ''): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => [
    `${prefix}${name}`,
    ...keysOf(child, `${prefix}${name}.`),
    ...keysOf(child.items ?? {}, `${prefix}${name}[].`),
  ]);
}

describe('docs/configuration.md', () => {
  const space = temporary();
  after(() => space.remove());

  it('has a row for each key of the schema and for nothing else', () => {
    expect([...rows.keys()]).to.have.members(keysOf(z.toJSONSchema(configSchema) as SchemaNode));
  });

  it('tells the limits that hold by default', () => {
    for (const [name, value] of Object.entries(defaultLimits)) {
      expect(rows.get(`limits.${name}`)?.[1]?.trim(), name).to.equal(String(value));
    }
    expect(rows.get('timeout')?.[1]?.trim()).to.equal(String(defaultLimits.scenarioMs / 1000));
  });

  const examples = [...text.matchAll(/^```(ts|js|json|yaml)\n(.*?)^```$/gms)];

  it('has an example in each format', () => {
    expect(examples.map(([, format]) => format)).to.have.members(['yaml', 'json', 'js', 'ts']);
  });

  for (const [, format, example] of examples) {
    it(`has a ${format} example that is taken`, async () => {
      const loaded = await loadConfig({ cwd: space.with({ [`keystore-audit.config.${format}`]: example! }) });
      expect(loaded?.config.runs.length).to.be.at.least(1);
    });
  }
});

describe('the example configuration of the repository', () => {
  it('audits one published plugin in a browser', async () => {
    const loaded = await loadConfig({ cwd: root });
    expect(loaded?.path).to.equal(path.join(root, 'keystore-audit.config.ts'));
    expect(loaded?.config.runs).to.deep.equal([
      { target: 'web', plugin: 'cordova-plugin-secure-storage@2.6.8' },
    ]);
  });
});
