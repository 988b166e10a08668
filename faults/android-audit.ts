import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { registeredAudits } from '../src/audits/registry.js';
import type { RegisteredAudit } from '../src/audits/types.js';
import { findAdb } from '../src/cli/adb.js';
import { judgeRun } from '../src/cli/finish.js';
import { listenForSignals } from '../src/cli/interrupt.js';
import { ownPackage } from '../src/cli/package.js';
import { Places } from '../src/cli/places.js';
import { prepare } from '../src/cli/prepare.js';
import { knownScenarios } from '../src/cli/scenarios.js';
import { findTools } from '../src/devices/browser/tools.js';
import type { RegisteredScenario } from '../src/harness/scenario.js';
import { collect } from '../src/run/collect.js';
import type { Plan } from '../src/run/plan.js';
import { VirtualDevices } from '../src/run/virtual-devices.js';
import { androidFolder, type NativeFault } from './android.js';
import { compare, type AuditOptions, type FaultOutcome } from './audit.js';
import { writePlanted } from './planted.js';

/**
 * Audits native halves on one virtual device, with one Appium and in one session. What is planned, collected and judged is
 * what `keystore-audit run android` does; only the device's native half is another one for each plan.
 */

/** In milliseconds; see the limits of the web. */
const limits = {
  callMs: 700,
  watchMs: 3000,
  frozenMs: 15_000,
  readyMs: 15_000,
  scenarioMs: 90_000,
  writeMs: 500,
};

export interface NativeAuditOptions extends Pick<AuditOptions, 'onDone'> {
  /** Whether every scenario is played with every fault, and not only those that concern it. */
  readonly whole?: boolean;
}

/** Virtual devices with what this machine has; to be closed. Throws where it has no adb, Chromium or ChromeDriver. */
export async function virtualDevices(): Promise<VirtualDevices> {
  const { browser } = await findTools({ env: process.env });
  const adb = await findAdb(process.env);
  if (adb === undefined) throw new Error('There is no adb on this machine.');
  const command = path.join(ownPackage().root, 'bin', 'keystore-audit.js');
  return new VirtualDevices({ adb, command, chromium: browser });
}

/** Audits these native halves one after the other, each in the scenarios that concern it. */
export async function auditNativeFaults(
  faults: readonly NativeFault[],
  { onDone = () => undefined, whole = false }: NativeAuditOptions = {},
): Promise<FaultOutcome[]> {
  const signals = listenForSignals();
  const out = mkdtempSync(path.join(os.tmpdir(), 'faults-android-'));
  const devices = await virtualDevices();
  try {
    const device = await devices.start(['--native', path.join(androidFolder, 'base')]);
    const planned = await plansOf(faults, device, { out, whole, signal: signals.stop });
    writePlanted(out, { control: device.control, folders: faults.map(({ folder }) => folder) });
    const begun = new Set<string>();
    await collect(planned, {
      out,
      wdioConfig: path.join(import.meta.dirname, 'wdio.conf.ts'),
      signal: signals.stop,
      onProgress({ folder }) {
        if (begun.has(folder)) return;
        begun.add(folder);
        onDone(begun.size - 1);
      },
    });
    signals.stop.throwIfAborted();
    return await Promise.all(
      faults.map(async (fault, index) => {
        const { plan, folder } = planned[index]!;
        return compare(fault, await judgeRun(out, path.relative(out, folder), plan));
      }),
    );
  } finally {
    signals.forget();
    await devices.close();
    rmSync(out, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A plan for each fault: all have the same app, and names and secrets of their own. */
async function plansOf(
  faults: readonly NativeFault[],
  { serial, adbPort }: { readonly serial: string; readonly adbPort: number },
  { out, whole, signal }: { readonly out: string; readonly whole: boolean; readonly signal: AbortSignal },
): Promise<{ plan: Plan; folder: string }[]> {
  const env = { ...process.env, ANDROID_ADB_SERVER_PORT: String(adbPort) };
  const cacheFolder = path.join(out, 'cache');
  mkdirSync(cacheFolder);
  const places = new Places({ io: { env, cwd: out }, tools: undefined });
  const planFor = (contract: string): Promise<Plan> =>
    prepare(
      {
        target: 'android',
        plugin: path.join(androidFolder, 'plugin'),
        binding: 'cordova-secure-storage',
        contract,
        device: serial,
      },
      {
        places,
        env,
        disposable: false,
        trusted: false,
        cacheFolder,
        cwd: out,
        fixtureFolder: path.join(out, 'fixture'),
        seed: 'faults',
        repeat: 1,
        limits,
        signal,
        log: () => undefined,
      },
    );
  // One after the other: the app that the first builds is found by the next.
  const plans = new Map<string, Plan>();
  for (const contract of new Set(faults.map(contractOf))) plans.set(contract, await planFor(contract));
  const known = { audits: await registeredAudits(), scenarios: await knownScenarios() };
  return faults.map((fault, index) => {
    const plan = plans.get(contractOf(fault))!;
    const concerning = whole ? undefined : scenariosOf(fault, known);
    return {
      folder: path.join(out, 'runs', String(index + 1)),
      plan: {
        ...plan,
        runId: fault.id,
        // None of these halves wants a lock, which would outlive the run.
        binding: { ...plan.binding, asksFor: [] },
        key: createHash('sha256').update(fault.id).digest('hex').slice(0, 32),
        scenarios: plan.scenarios.filter((name) => concerning?.includes(name) ?? true),
      },
    };
  });
}

/** Played with every fault: what any plugin is used for. */
const ordinary = ['answers', 'set-then-get'];

interface Known {
  readonly audits: readonly RegisteredAudit[];
  readonly scenarios: readonly RegisteredScenario[];
}

/** The scenarios that concern a fault; undefined where all do. */
function scenariosOf(
  { correct = false, mustNotice, scenarios: named }: NativeFault,
  { audits, scenarios }: Known,
): string[] | undefined {
  if (correct) {
    const harmless = scenarios.filter(({ disturbs }) => disturbs === 'nothing').map(({ name }) => name);
    return named === undefined ? undefined : [...harmless, ...named];
  }
  const noticing = audits.filter(({ id }) => mustNotice.includes(id));
  const needed = noticing.flatMap((audit) => (audit.scenarios === 'all' ? [] : audit.scenarios));
  return [...ordinary, ...(named ?? []), ...needed];
}

function contractOf({ contract = 'baseline' }: NativeFault): string {
  return contract;
}
