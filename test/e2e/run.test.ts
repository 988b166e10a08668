import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'chai';
import { canary, needles, search, searcher } from '../../src/protocol/canary.js';
import type { Result } from '../../src/result/schema.js';
import { Place, type Ended } from './command.js';

describe('keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8', function () {
  this.timeout(120_000);
  const place = new Place();
  let ended: Ended;
  let result: Result;

  before(async () => {
    ended = await place.run(['run', 'web', '--plugin', 'cordova-plugin-secure-storage@2.6.8', '--json']);
    result = place.result();
  });
  after(() => place.remove());

  const outcomeOf = (id: string) => result.runs[0]!.audits.find((audit) => audit.id === id)!;

  it('ends with 1: it has found something', () => {
    expect(ended.code, ended.stderr).to.equal(1);
  });

  it('finds what the plugin’s source shows', () => {
    expect(outcomeOf('store-isolation')).to.include({
      outcome: 'fail',
      severity: 'critical',
      basis: 'documented',
    });
    expect(outcomeOf('empty-value')).to.include({ outcome: 'fail', severity: 'critical' });
    expect(outcomeOf('value-at-rest')).to.include({
      outcome: 'fail',
      severity: 'minor',
      basis: 'documented-weakness',
    });
  });

  it('finds nothing else', () => {
    for (const id of ['set-then-get', 'call-settlement', 'app-stability']) {
      expect(outcomeOf(id), id).to.include({ outcome: 'pass', fidelity: 'genuine' });
    }
    expect(outcomeOf('get-missing-key')).to.include({ outcome: 'informative' });
  });

  it('saw each finding twice, the second time from a clean state', () => {
    expect(outcomeOf('store-isolation').attemptOutcomes).to.deep.equal(['fail', 'fail']);
    expect(outcomeOf('set-then-get').attemptOutcomes).to.deep.equal(['pass']);
  });

  it('says what it ran: plugin, integrity, contract, device, versions', () => {
    const run = result.runs[0]!;
    expect(run.id).to.match(/^web\/chromium-\d+\/cordova-plugin-secure-storage@2\.6\.8$/);
    expect(run).to.deep.include({ status: 'completed', problems: [] });
    expect(run.plugin.integrity).to.match(/^sha512-/);
    expect(run.contract).to.include({ id: 'cordova-secure-storage' });
    expect(run.device).to.include({ kind: 'browser' });
    expect(run.environment).to.include({ appium: '3.8.0', driver: 'chromium 3.1.1' });
    expect(run.verdict.word).to.equal('not compatible');
  });

  it('writes a result that fits its published schema, the same that it printed', () => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
    const schema = JSON.parse(readFileSync('schemas/result-1.schema.json', 'utf8')) as object;
    expect(ajv.validate(schema, result), JSON.stringify(ajv.errors)).to.equal(true);
    expect(JSON.parse(ended.stdout)).to.deep.equal(result);
  });

  it('needs at most three round trips for one attempt of a scenario', () => {
    for (const { name, attempts, driverCommands, steps } of result.runs[0]!.scenarios) {
      // A start in the middle ends one session, begins another, and loads a page that runs steps once more.
      const starts = steps.filter(({ text }) => text === 'start the app again').length;
      // A log that is read after that is one more.
      const logs = starts === 0 ? 0 : steps.filter(({ text }) => text === 'search the log of the app').length;
      expect(driverCommands, name).to.be.at.most((3 + 5 * starts + logs) * attempts);
    }
  });

  it('leaves no secret in any output, in any encoding', () => {
    const plan = JSON.parse(readFileSync(path.join(place.out, 'runs', '1', 'plan.json'), 'utf8')) as {
      key: string;
      scenarios: string[];
    };
    const sought = plan.scenarios.flatMap((scenario) =>
      [1, 2, 3].flatMap((attempt) => needles(plan.key, `${scenario}#${attempt}`, [0, 1, 2, 3, 4, 5])),
    );
    expect(canary(plan.key, 'set-then-get#1', 1)).to.have.length(48);
    let searched = 0;
    for (const name of readdirSync(place.out, { recursive: true }) as string[]) {
      const file = path.join(place.out, name);
      if (!statSync(file).isFile()) continue;
      searched += 1;
      expect(search(readFileSync(file), searcher(sought)), name).to.deep.equal([]);
    }
    expect(searched).to.be.greaterThan(10);
  });

  it('leaves no process and no temporary folder', () => {
    expect(place.leftovers()).to.deep.equal([]);
  });

  it('gives the identical audits when what it collected is judged again', async () => {
    const again = await place.run(['audit', 'keystore-audit-out']);
    expect(again.code, again.stderr).to.equal(1);
    expect(place.result().runs[0]!.audits).to.deep.equal(result.runs[0]!.audits);
  });

  it('gives the same outcomes with the same seed, and replaces its own output', async () => {
    const again = await place.run([
      'run',
      'web',
      '--plugin',
      'cordova-plugin-secure-storage@2.6.8',
      '--seed',
      'same',
    ]);
    expect(again.code, again.stderr).to.equal(1);
    const outcomes = (told: Result) => told.runs[0]!.audits.map(({ id, outcome }) => [id, outcome]);
    expect(outcomes(place.result())).to.deep.equal(outcomes(result));
    expect(place.result().seed).to.equal('same');
  });
});

describe('two audits at once', function () {
  this.timeout(120_000);
  it('do not disturb each other', async () => {
    const places = [new Place(), new Place()];
    const ended = await Promise.all(
      places.map((place) =>
        place.run([
          'run',
          'web',
          '--plugin',
          'cordova-plugin-secure-storage@2.6.8',
          '--area',
          'lifecycle',
          'secrecy',
        ]),
      ),
    );
    expect(ended.map(({ code }) => code)).to.deep.equal([0, 0]);
    const outcomes = places.map((place) =>
      place
        .result()
        .runs[0]!.audits.map(({ id, outcome, attemptOutcomes }) => [id, outcome, attemptOutcomes]),
    );
    expect(outcomes[0]).to.deep.equal(outcomes[1]);
    for (const place of places) place.remove();
  });
});

describe('keystore-audit run --audit', function () {
  this.timeout(60_000);
  it('collects only what the chosen audits need, and tells of the others', async () => {
    const place = new Place();
    const { code } = await place.run([
      ...['run', 'web', '--plugin', 'cordova-plugin-secure-storage@2.6.8', '--audit', 'set-then-get'],
    ]);
    expect(code).to.equal(0);
    const [run] = place.result().runs;
    expect(run!.scenarios.map(({ name }) => name)).to.deep.equal(['set-then-get']);
    const others = run!.audits.filter(({ id }) => id !== 'set-then-get');
    const undecided = others.filter(({ outcome }) => outcome !== 'not-applicable');
    expect(new Set(undecided.map(({ reason }) => reason?.code))).to.deep.equal(new Set(['not-chosen']));
    expect(run!.verdict.word).to.equal('not known');
    place.remove();
  });
});
