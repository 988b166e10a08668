import { areas, severities, type Outcome } from '../../src/terms.js';
import { verdictOf } from '../../src/result/verdict.js';
import type { Result, Run, RunAudit } from '../../src/result/schema.js';
import { green } from './golden.js';

/** Results of any size, the same every time: texts, stories and measurements of the length that real ones have. */

interface Place {
  readonly target: Run['target'];
  readonly os: string;
  readonly osVersion: string;
  readonly name: string;
  readonly kind: NonNullable<Run['device']>['kind'];
}

const phones = [
  'Pixel 6a',
  'Pixel 8',
  'Galaxy A54',
  'Galaxy S24',
  'Redmi Note 12',
  'Moto G84',
  'Xperia 10 V',
];
const tablets = ['iPhone 13', 'iPhone 15 Pro', 'iPhone SE', 'iPad Air'];

/** Devices by turns: Android, iOS, an emulator. */
function placeOf(index: number): Place {
  if (index % 3 === 2) {
    return {
      target: 'ios',
      os: 'iOS',
      osVersion: ['17.5', '18.2'][index % 2]!,
      name: tablets[index % tablets.length]!,
      kind: 'real',
    };
  }
  const osVersion = String(11 + (index % 5));
  return index % 7 === 3
    ? { target: 'android', os: 'Android', osVersion, name: `Emulator ${index}`, kind: 'emulator' }
    : { target: 'android', os: 'Android', osVersion, name: phones[index % phones.length]!, kind: 'real' };
}

/** What the command differs in. */
interface Again {
  readonly seed: string;
  readonly target: string;
  readonly version: string;
}

function auditOf(number: number, run: number, id: string, { seed, target, version }: Again): RunAudit {
  const roll = (number * 7919 + run * 104_729) % 1000;
  const isWeak = number % 9 === 4;
  const outcome: Outcome =
    isWeak && roll < 300
      ? 'fail'
      : roll > 940
        ? 'inconclusive'
        : number % 13 === 7
          ? 'not-applicable'
          : 'pass';
  const scenario = `scenario-${number % 30}`;
  return {
    id,
    area: areas[number % areas.length]!,
    title: `What was stored under rule ${number} is what an app reads back`,
    failureTitle: `What was stored under rule ${number} is lost or altered`,
    why: 'A person who signs in again and again because a secret got lost stops trusting the app, and the app has no way to tell them why.',
    outcome,
    severity: severities[number % severities.length]!,
    basis: 'documented',
    fidelity: 'genuine',
    clauses: [`clause-${number % 40}`],
    references: [
      { title: `What was reported of rule ${number}`, url: `https://example.org/issues/${number}` },
    ],
    expected: 'Each of 24 values is read as it was set, also after the app was ended and started again.',
    actual:
      outcome === 'fail'
        ? `Of 24 values ${20 + (roll % 4)} were read as they were set; value ${roll % 24} was read as null.`
        : outcome === 'inconclusive' || outcome === 'not-applicable'
          ? ''
          : 'All 24 values were read as they were set, before and after a restart.',
    explanation: outcome === 'fail' ? 'The second call was answered before the first had been written.' : '',
    reason:
      outcome === 'inconclusive'
        ? { code: 'ability-missing', needs: 'A device whose screen lock can be set.' }
        : outcome === 'not-applicable'
          ? { code: 'operation', needs: '' }
          : null,
    scenario,
    attempts: outcome === 'fail' ? 2 : 1,
    attemptOutcomes: outcome === 'fail' ? ['fail', 'fail'] : [outcome],
    durationMs: 100 + roll * 3,
    evidence: [
      {
        kind: 'timeline',
        title: `What was recorded: ${scenario}`,
        path: `runs/${run + 1}/observations/${scenario}.json`,
      },
    ],
    rerun: `keystore-audit run ${target} --plugin cordova-plugin-secure-storage@${version} --audit ${id} --seed ${seed}`,
  };
}

function runOf(
  index: number,
  audits: number,
  versions: number,
  pluginVersion: string,
  virtual: boolean,
): Run {
  const template = green.runs[0]!;
  const place = placeOf(Math.floor(index / versions));
  const seed = ((index + 1) * 2654435761).toString(16).slice(-8);
  const run: Run = {
    ...template,
    id: `${place.target}/device-${index}/cordova-plugin-secure-storage@${pluginVersion}`,
    target: place.target,
    plugin: { ...template.plugin, version: pluginVersion },
    contract: {
      ...template.contract,
      clauses: Array.from({ length: 40 }, (_, number) => ({
        id: `clause-${number}`,
        text: `Clause ${number}: what is set under a key is given back under this key until it is removed.`,
        basis: 'documented' as const,
        document: 'README of cordova-plugin-secure-storage',
        section: 'Usage',
        url: 'https://example.org/readme#usage',
        audits: Array.from({ length: audits }, (__, at) => at)
          .filter((at) => at % 40 === number)
          .map(auditId),
        untested: null,
      })),
    },
    device: {
      ...template.device!,
      id: `device-${index}`,
      name: virtual ? 'Virtual Pixel' : place.name,
      kind: virtual ? 'virtual' : place.kind,
      os: place.os,
      osVersion: place.osVersion,
    },
    durationMs: 240_000 + index * 1000,
    scenarios: Array.from({ length: 30 }, (_, number) => ({
      name: `scenario-${number}`,
      status: 'completed' as const,
      attempts: 1,
      durationMs: 400 + number * 10 + index,
      driverCommands: 4,
      steps: Array.from({ length: 20 }, (__, at) => ({
        text: `set key "${at}" of store "store ${number}" to canary ${at}`,
        seen: at % 9 === 0 && index % 4 === 0 ? `gave nothing on device ${index}` : 'gave the key',
      })),
    })),
    latency: {
      set: latencyOf(index, 3),
      get: latencyOf(index, 1.2),
      remove: latencyOf(index, 2),
    },
    audits: Array.from({ length: audits }, (_, number) => {
      const audit = auditOf(number, index, auditId(number), {
        seed,
        target: place.target,
        version: pluginVersion,
      });
      return virtual ? { ...audit, fidelity: 'modelled' as const } : audit;
    }),
  };
  return { ...run, verdict: verdictOf(run) };
}

function auditId(number: number): string {
  return `rule-${number}`;
}

function latencyOf(index: number, scale: number): NonNullable<Run['latency']['set']> {
  const samples = Array.from(
    { length: 120 },
    (_, at) =>
      Math.round(scale * (1 + ((at * 37 + index * 11) % 50) / 10 + (at % 29 === 0 ? 40 : 0)) * 100) / 100,
  );
  const sorted = [...samples].sort((a, b) => a - b);
  return { n: samples.length, p50: sorted[60]!, p95: sorted[114]!, max: sorted.at(-1)!, samples };
}

/** A result of `runs` runs with `audits` audits each. Every `versions`-th run has another plugin version. */
export function many({
  runs,
  audits = 85,
  versions = ['2.6.8'],
  virtualEvery = 0,
}: {
  readonly runs: number;
  readonly audits?: number;
  readonly versions?: readonly string[];
  /** Every so manieth run is one on a virtual device; 0 for none. */
  readonly virtualEvery?: number;
}): Result {
  const all = Array.from({ length: runs }, (_, index) =>
    runOf(
      index,
      audits,
      versions.length,
      versions[index % versions.length]!,
      virtualEvery > 0 && index % virtualEvery === virtualEvery - 1,
    ),
  );
  return { ...green, plan: all.map(({ id }) => id), runs: all };
}
