import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { keepPlugin, pluginName, pluginVersion, type Fault, type PlantedFault } from './plugins.js';

/** Audits faults by the real command line and compares what result.json says with what is expected of them. */

/** What became of one fault. */
export interface FaultOutcome {
  readonly fault: string;
  readonly correct: boolean;
  readonly mustNotice: readonly string[];
  readonly noticed: readonly string[];
  readonly missed: readonly string[];
  readonly falseAlarms: readonly string[];
  readonly undecided: readonly string[];
  /** What the audits that matter for `missed` and `falseAlarms` said. */
  readonly told: readonly string[];
  readonly durationMs: number;
}

/** Whether the fault was missed, or something was noticed that is not there. */
export function isWrong({ missed, falseAlarms }: FaultOutcome): boolean {
  return missed.length + falseAlarms.length > 0;
}

/** The part of result.json that is judged here. */
export interface ResultRun {
  readonly plugin: { readonly name: string; readonly source: string };
  readonly status: string;
  readonly durationMs: number;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  readonly audits: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly actual: string;
  }[];
}

/**
 * In milliseconds. A fault that answers never is known to: there is no need to be patient with it. But a correct plugin
 * has to answer within `watchMs`, and its page within `frozenMs`, also where the machine is busy.
 */
export const limits = {
  callMs: 700,
  watchMs: 3000,
  frozenMs: 15_000,
  readyMs: 10_000,
  scenarioMs: 90_000,
  writeMs: 500,
};

/** How many faults share one run of the command line, so that what lies on disk and in memory stays small. */
const mostTogether = 40;

const command = path.resolve(import.meta.dirname, '..', 'bin', 'keystore-audit.js');

export interface AuditOptions {
  /** How many faults share one run of the command line. */
  readonly together?: number;
  /** Hears how many are done. */
  readonly onDone?: (done: number) => void;
}

/** Audits these faults, many in each run of the command line. */
export async function auditFaults(
  faults: readonly PlantedFault[],
  { together = mostTogether, onDone = () => undefined }: AuditOptions = {},
): Promise<FaultOutcome[]> {
  const outcomes: FaultOutcome[] = [];
  for (let start = 0; start < faults.length; start += together) {
    outcomes.push(...(await auditTogether(faults.slice(start, start + together))));
    onDone(outcomes.length);
  }
  return outcomes;
}

async function auditTogether(faults: readonly PlantedFault[]): Promise<FaultOutcome[]> {
  const pages = await servePages(faults);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'faults-'));
  try {
    const cache = path.join(folder, 'cache');
    mkdirSync(cache);
    const plugins = faults.filter(({ page }) => page === undefined);
    await Promise.all(plugins.map((fault) => keepPlugin(fault, cache)));
    const config = {
      out: path.join(folder, 'out'),
      limits,
      runs: faults.map((fault) =>
        fault.page === undefined
          ? {
              target: 'web',
              plugin: `${pluginName(fault)}@${pluginVersion}`,
              binding: 'cordova-secure-storage',
              contract: fault.contract ?? 'baseline',
            }
          : { target: 'web', url: pages.urlOf(fault) },
      ),
    };
    writeFileSync(path.join(folder, 'keystore-audit.config.json'), JSON.stringify(config));
    const { stderr } = await execa(process.execPath, [command, 'run', '--verbose'], {
      cwd: folder,
      env: { KEYSTORE_AUDIT_CACHE: cache },
      reject: false,
      stdin: 'ignore',
      stdout: 'ignore',
    });
    const runs = readRuns(path.join(folder, 'out', 'result.json'), stderr);
    return faults.map((fault) =>
      compare(
        fault,
        runs.find(({ plugin: { name, source } }) =>
          fault.page === undefined ? name === pluginName(fault) : source === pages.urlOf(fault),
        ),
      ),
    );
  } finally {
    pages.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Serves the deployed pages on this machine alone, each at an address with its id. */
async function servePages(faults: readonly PlantedFault[]) {
  const server = createServer(({ url = '' }, response) => {
    const page = faults.find(({ id }) => `/${id}` === url)?.page;
    response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: ({ id }: PlantedFault): string => `http://127.0.0.1:${port}/${id}`,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function readRuns(file: string, stderr: string): ResultRun[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { runs: ResultRun[] }).runs;
  } catch (cause) {
    throw new Error(`The command line left no result:\n${stderr}`, { cause });
  }
}

/** What a run says of a fault, beside what is expected of it. */
export function compare(fault: Fault, run: ResultRun | undefined): FaultOutcome {
  const { id, mustNotice, mayNotice, correct = false } = fault;
  const audits = run?.audits ?? [];
  const having = (outcome: string): string[] =>
    audits.filter((audit) => audit.outcome === outcome).map((audit) => audit.id);
  const noticed = having('fail');
  const missed = mustNotice.filter((audit) => !noticed.includes(audit));
  const falseAlarms = noticed.filter((audit) => !mustNotice.includes(audit) && !mayNotice.includes(audit));
  // A correct plugin in which nothing was looked at is clean for the wrong reason.
  if (run === undefined || (correct && run.status !== 'completed')) missed.push('(a whole run)');
  const matter = audits.filter((audit) => missed.includes(audit.id) || falseAlarms.includes(audit.id));
  return {
    fault: id,
    correct,
    mustNotice,
    noticed,
    missed,
    falseAlarms,
    undecided: having('inconclusive'),
    told: [
      ...matter.map((audit) => `${audit.id}: ${audit.outcome}: ${audit.actual}`),
      ...(missed.length === 0 ? [] : (run?.problems ?? []).map(({ code, message }) => `${code}: ${message}`)),
    ],
    durationMs: run?.durationMs ?? 0,
  };
}
