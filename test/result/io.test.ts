import { expect } from 'chai';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  parseResult,
  readResult,
  ResultError,
  writeResult,
  type ResultErrorReason,
} from '../../src/result/io.js';
import type { Result } from '../../src/result/schema.js';
import { golden, green } from '../report/golden.js';

function refusal(text: string): ResultError {
  try {
    parseResult(text, 'old.json');
  } catch (error) {
    expect(error).to.be.instanceOf(ResultError);
    return error as ResultError;
  }
  throw new Error('It was taken for a result.');
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('parseResult', () => {
  const text = JSON.stringify(green, null, 2);

  it('gives back what was written', () => {
    expect(parseResult(text)).to.deep.equal(green);
  });

  const broken: readonly (readonly [string, string, ResultErrorReason])[] = [
    ['an empty file', '', 'cut-off'],
    ['a text that is no JSON', 'plugin: x', 'not-json'],
    ['JSON with something behind it', `${text}}`, 'not-json'],
    ['another version', text.replace('result@1', 'result@2'), 'other-schema'],
    ['JSON that is no result', '[]', 'invalid'],
    ['a result with a key too many', text.replace('"seed"', '"sead"'), 'invalid'],
    ['a wrong word', text.replace('"outcome": "pass"', '"outcome": "passed"'), 'invalid'],
  ];
  for (const [name, content, reason] of broken) {
    it(`refuses ${name}`, () => {
      const error = refusal(content);
      expect(error.reason).to.equal(reason);
      expect(error.message).to.match(/^old\.json /);
    });
  }

  it('tells a file that was cut off from one that is no JSON, wherever the cut is', () => {
    for (let length = 1; length < text.length; length += 97) {
      expect(refusal(text.slice(0, length)).reason, `cut after ${length}`).to.equal('cut-off');
    }
  });

  it('names the key that is wrong', () => {
    const seedless: Partial<Result> = { ...green };
    delete seedless.seed;
    expect(refusal(JSON.stringify(seedless)).message).to.contain('seed');
  });

  it('puts no control character of the file into its message', () => {
    const hostile = JSON.stringify({ ...green, '\u001b[31m\u202e': 1 });

    expect(refusal(hostile).message).not.to.match(/[\u0000-\u001f\u202e]/);
    const foreign = JSON.stringify({ ...green, schema: '\u001b[31m' });

    expect(refusal(foreign).message).not.to.match(/[\u0000-\u001f]/);
  });

  for (const path of ['/etc/passwd', '../secret', 'a/../../b', 'a/..', 'a\\b', 'C:x', 'a\u0000b', '']) {
    it(`refuses the evidence path ${JSON.stringify(path)}`, () => {
      const result = structuredClone(green);
      result.runs[0]!.audits[0]!.evidence.push({ kind: 'log', title: 'log', path });
      expect(refusal(JSON.stringify(result)).reason).to.equal('invalid');
    });
  }
});

describe('writeResult and readResult', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keystore-audit-result-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const [name, result] of Object.entries(golden)) {
    it(`reads the golden result "${name}" as it was written`, async () => {
      const file = join(folder, 'result.json');
      await writeResult(file, result);
      expect(await readResult(file)).to.deep.equal(result);
      expect(await readdir(folder)).to.deep.equal(['result.json']);
    });
  }

  it('leaves the old file as it is where the new one is not valid', async () => {
    const file = join(folder, 'result.json');
    await writeResult(file, green);
    const before = await readFile(file, 'utf8');
    const run = { ...green.runs[0]!, durationMs: Number.NaN };
    const error = await rejection(writeResult(file, { ...green, runs: [run] }));
    expect(error).to.be.instanceOf(ResultError);
    expect((error as ResultError).reason).to.equal('invalid');
    expect((error as ResultError).message).to.contain('durationMs');
    expect(await readFile(file, 'utf8')).to.equal(before);
    expect(await readdir(folder)).to.deep.equal(['result.json']);
  });

  it('leaves nothing behind where writing fails', async () => {
    const error = await rejection(writeResult(join(folder, 'none', 'result.json'), green));
    expect((error as NodeJS.ErrnoException).code).to.equal('ENOENT');
    await writeFile(join(folder, 'file'), '');
    const inFile = await rejection(writeResult(join(folder, 'file', 'result.json'), green));
    expect((inFile as NodeJS.ErrnoException).code).to.equal('ENOTDIR');
    expect(await readdir(folder)).to.deep.equal(['file']);
  });

  it('says that a file is missing or is a folder', async () => {
    for (const file of [join(folder, 'none.json'), folder]) {
      const error = await rejection(readResult(file));
      expect(error).to.be.instanceOf(ResultError);
      expect((error as ResultError).reason).to.equal('unreadable');
    }
  });
});
