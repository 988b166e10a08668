import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { auditFaults, isWrong, type AuditOptions, type FaultOutcome } from './audit.js';
import { auditInBrowser, auditMutants, mutants, sample } from './mutants.js';
import { androidFaults } from './android.js';
import { auditNativeFaults } from './android-audit.js';
import { auditNativeMutants, nativeMutants } from './native-mutants.js';
import { webFaults, type Fault } from './plugins.js';
import { knownSurvivors, survival } from './survivors.js';

/**
 * `npm run faults [-- ID…]` audits hand-made faults and correct plugins; exit code 1 when one was missed or a false alarm
 * was raised. `npm run faults -- --mutants [ID…] [--sample N] [--seed S] [--browser]` audits generated ones, in a browser
 * only where a page without one let them pass, or all with `--browser`; exit code 1 when one survives without an
 * explanation in survivors.json. `npm run faults -- android …` does the same with native halves, all on one virtual
 * device, each in the scenarios that concern it, or in all with `--whole`; what survives is in native-survivors.json.
 * `--json` prints for machines, `--built` takes dist/ as it is.
 */

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: 'boolean', default: false },
    browser: { type: 'boolean', default: false },
    sample: { type: 'string' },
    seed: { type: 'string', default: 'faults' },
    json: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
  },
});

const onAndroid = positionals[0] === 'android';
const ids = onAndroid ? positionals.slice(1) : positionals;

async function runHandMade(): Promise<boolean> {
  const began = Date.now();
  const outcomes = await (onAndroid
    ? audited(chosen(androidFaults()), (faults, told) =>
        auditNativeFaults(faults, { ...told, whole: options.whole }),
      )
    : audited(chosen(webFaults()), auditFaults));
  const seconds = (Date.now() - began) / 1000;
  const wrong = outcomes.filter(isWrong);
  if (options.json) printJson({ faults: outcomes, wrong: wrong.map(({ fault }) => fault), seconds });
  else {
    for (const outcome of outcomes) print(wordsOf(outcome));
    print(
      `${outcomes.length - wrong.length} of ${outcomes.length} as expected, ${timeOf(outcomes, seconds)}`,
    );
  }
  return wrong.length === 0;
}

function audited<T extends Fault>(
  faults: readonly T[],
  audit: (faults: readonly T[], options: AuditOptions) => Promise<FaultOutcome[]>,
): Promise<FaultOutcome[]> {
  return audit(faults, { onDone: (done) => progress(`${done} of ${faults.length} audited`) });
}

async function runMutants(): Promise<boolean> {
  const began = Date.now();
  const outcomes = await (onAndroid
    ? auditNativeMutants(some(nativeMutants()), { whole: options.whole, tell: progress })
    : (options.browser ? auditInBrowser : auditMutants)(some(mutants()), progress));
  const seconds = (Date.now() - began) / 1000;
  const told = survival(outcomes, knownSurvivors(onAndroid ? 'android' : 'web'));
  if (options.json) {
    printJson({ mutants: outcomes, ...told, seconds });
    return told.unexplained.length === 0;
  }
  for (const { id, noticed, by } of outcomes) print(`${id.padEnd(40)} ${by.padEnd(8)} ${listed(noticed)}`);
  for (const { group, mutants: explained } of told.explained)
    print(`survive, ${group.kind}: ${listed(explained)}\n            ${group.why}`);
  if (told.noLonger.length > 0) print(`explained in survivors.json, yet noticed: ${listed(told.noLonger)}`);
  if (told.unexplained.length > 0) print(`SURVIVE without an explanation: ${listed(told.unexplained)}`);
  print(`${told.killed.length} of ${outcomes.length} noticed, ${timeOf(outcomes, seconds)}`);
  return told.unexplained.length === 0;
}

/** Of those that were named the sample that was asked for. */
function some<T extends Fault>(known: readonly T[]): T[] {
  const all = chosen(known);
  return options.sample === undefined ? all : sample(all, Number(options.sample), options.seed);
}

/** Those that were named, or all. */
function chosen<T extends Fault>(known: readonly T[]): T[] {
  const unknown = ids.filter((id) => known.every((fault) => fault.id !== id));
  if (unknown.length > 0) throw new Error(`There is no fault ${listed(unknown)}.`);
  return known.filter(({ id }) => ids.length === 0 || ids.includes(id));
}

function wordsOf(outcome: FaultOutcome): string {
  const { fault, mustNotice, noticed, missed, falseAlarms, told } = outcome;
  const verdict = missed.length > 0 ? 'MISSED' : falseAlarms.length > 0 ? 'FALSE ALARM' : 'ok';
  return [
    `${verdict.padEnd(12)}${fault.padEnd(32)} expected ${listed(mustNotice)}; noticed ${listed(noticed)}`,
    ...(missed.length > 0 ? [`missed ${listed(missed)}`] : []),
    ...(falseAlarms.length > 0 ? [`false alarms ${listed(falseAlarms)}`] : []),
    ...told,
  ].join(`\n${' '.repeat(12)}`);
}

function timeOf(outcomes: readonly unknown[], seconds: number): string {
  return `${seconds.toFixed(0)} s (${(seconds / outcomes.length).toFixed(1)} s each)`;
}

function listed(words: readonly string[]): string {
  return words.join(', ') || 'nothing';
}

function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 1));
}

if (!options.built) {
  const build = path.resolve(import.meta.dirname, '..', 'scripts', 'build.mjs');
  execFileSync(process.execPath, [build], { stdio: ['ignore', 'ignore', 'inherit'] });
}
process.exitCode = (await (options.mutants ? runMutants() : runHandMade())) ? 0 : 1;
