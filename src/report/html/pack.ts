import type { Comparison } from '../../result/compare.js';
import type { Result, Run, RunAudit } from '../../result/schema.js';
import { operations } from '../../terms.js';
import { cut, longest } from '../text.js';
import type { Pictures, Report } from './report.js';

/**
 * The result as it lies in the page: what many runs share is there once. Texts are cut to what is shown, and samples
 * thinned out to what can be drawn; `result.json` has all of it.
 */

/** What differs from run to run; the rest of an audit is the same wherever it is played. */
type Seen = Pick<
  RunAudit,
  'outcome' | 'fidelity' | 'actual' | 'explanation' | 'reason' | 'attempts' | 'attemptOutcomes'
>;
type Face = Omit<RunAudit, keyof Seen | 'evidence' | 'durationMs' | 'rerun'>;
type Scenario = Run['scenarios'][number];
type Ref = number;

type PackedAudit = [face: Ref, seen: Ref, evidence: Ref, durationMs: number, rerun: Ref];
type PackedScenario = [name: Ref, steps: Ref, status: string, attempts: number, ms: number, commands: number];

interface PackedRun {
  readonly rest: Omit<Run, 'audits' | 'scenarios' | 'contract' | 'device' | 'latency'>;
  readonly contract: Ref;
  readonly device: (Omit<NonNullable<Run['device']>, 'abilities'> & { abilities: Ref }) | null;
  readonly latency: Run['latency'];
  readonly scenarios: readonly PackedScenario[];
  readonly audits: readonly PackedAudit[];
}

/** What `unpack` takes. JSON. */
export interface Packed {
  readonly head: Omit<Result, 'runs'>;
  readonly comparison: Comparison | null;
  readonly pictures: Pictures;
  readonly tables: {
    readonly faces: readonly Face[];
    readonly seen: readonly Seen[];
    readonly evidence: readonly RunAudit['evidence'][];
    readonly texts: readonly string[];
    /** Each a list of steps. */
    readonly stories: readonly (readonly Ref[])[];
    readonly steps: readonly (readonly [text: string, seen: string])[];
    readonly contracts: readonly Run['contract'][];
    readonly abilities: readonly NonNullable<Run['device']>['abilities'][];
  };
  readonly runs: readonly PackedRun[];
}

/** Most steps that are kept of one scenario. */
const mostSteps = 400;

/** Stands for the audit's id, or its scenario, in texts that differ in nothing else. */
const [theAudit, theScenario] = ['\ue000', '\ue001'];

/** Values by number, each once. */
class Table<T> {
  readonly values: T[] = [];
  readonly #known = new Map<string, Ref>();

  /** `key` is what tells values apart. */
  put(value: T, key = JSON.stringify(value)): Ref {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.values.length);
    return this.values.push(value) - 1;
  }
}

/** Makes a report small enough for a page. */
export function pack({ result, comparison, pictures }: Report): Packed {
  const { runs, ...head } = result;
  const tables = {
    faces: new Table<Face>(),
    seen: new Table<Seen>(),
    evidence: new Table<RunAudit['evidence']>(),
    texts: new Table<string>(),
    stories: new Table<readonly Ref[]>(),
    steps: new Table<readonly [string, string]>(),
    contracts: new Table<Run['contract']>(),
    abilities: new Table<NonNullable<Run['device']>['abilities']>(),
  };
  const points = runs.length > 50 ? 9 : 41;
  const packedRuns = runs.map((run): PackedRun => {
    const { audits, scenarios, contract, device, latency, ...rest } = run;
    return {
      rest: shortened(rest),
      contract: tables.contracts.put(shortened(contract)),
      device:
        device === null
          ? null
          : { ...shortened(device), abilities: tables.abilities.put(shortened(device.abilities)) },
      latency: thinned(latency, points),
      scenarios: scenarios.map((scenario) => packScenario(scenario, tables)),
      audits: audits.map((audit) => packAudit(audit, tables)),
    };
  });
  return {
    head: shortened(head),
    comparison: shortened(comparison),
    pictures,
    tables: {
      faces: tables.faces.values,
      seen: tables.seen.values,
      evidence: tables.evidence.values,
      texts: tables.texts.values,
      stories: tables.stories.values,
      steps: tables.steps.values,
      contracts: tables.contracts.values,
      abilities: tables.abilities.values,
    },
    runs: packedRuns,
  };
}

interface AuditTables {
  readonly faces: Table<Face>;
  readonly seen: Table<Seen>;
  readonly evidence: Table<RunAudit['evidence']>;
  readonly texts: Table<string>;
}

function packAudit(whole: RunAudit, { faces, seen, evidence, texts }: AuditTables): PackedAudit {
  const audit = shortened(whole);
  const { id, area, title, failureTitle, why, severity, basis, clauses, references, expected, scenario } =
    audit;
  const { outcome, fidelity, actual, explanation, reason, attempts, attemptOutcomes } = audit;
  return [
    faces.put({
      id,
      area,
      title,
      failureTitle,
      why,
      severity,
      basis,
      clauses,
      references,
      expected,
      scenario,
    }),
    seen.put({ outcome, fidelity, actual, explanation, reason, attempts, attemptOutcomes }),
    evidence.put(
      audit.evidence.map(({ kind, title: name, path }) => ({
        kind,
        title: without(name, theScenario, scenario),
        path: without(path, theScenario, scenario),
      })),
    ),
    Math.round(audit.durationMs),
    textRef(texts, without(audit.rerun, theAudit, id)),
  ];
}

interface StoryTables {
  readonly texts: Table<string>;
  readonly stories: Table<readonly Ref[]>;
  readonly steps: Table<readonly [string, string]>;
}

function packScenario(scenario: Scenario, { texts, stories, steps }: StoryTables): PackedScenario {
  const kept = scenario.steps.slice(0, mostSteps).map(({ text, seen }) => {
    const step = [fitting(text), fitting(seen)] as const;
    return steps.put(step, `${step[0].length} ${step[0]}${step[1]}`);
  });
  const left = scenario.steps.length - kept.length;
  if (left > 0) kept.push(steps.put([`… and ${left} more steps, in result.json`, '']));
  return [
    textRef(texts, fitting(scenario.name)),
    stories.put(kept, kept.join()),
    scenario.status,
    scenario.attempts,
    Math.round(scenario.durationMs),
    scenario.driverCommands,
  ];
}

function textRef(texts: Table<string>, text: string): Ref {
  return texts.put(text, text);
}

/** The report that was packed. Runs share the objects that they have in common. */
export function unpack({ head, comparison, pictures, tables, runs }: Packed): {
  readonly result: Result;
  readonly comparison: Comparison | null;
  readonly pictures: Pictures;
} {
  const stories = tables.stories.map((story) =>
    story.map((step) => {
      const [text, seen] = tables.steps[step]!;
      return { text, seen };
    }),
  );
  const unpacked = runs.map(({ rest, contract, device, latency, scenarios, audits }): Run => ({
    ...rest,
    contract: tables.contracts[contract]!,
    device: device === null ? null : { ...device, abilities: tables.abilities[device.abilities]! },
    latency,
    scenarios: scenarios.map(([name, story, status, attempts, durationMs, driverCommands]) => ({
      name: tables.texts[name]!,
      status: status as Scenario['status'],
      attempts,
      durationMs,
      driverCommands,
      steps: stories[story]!,
    })),
    audits: audits.map(([face, seen, evidence, durationMs, rerun]) => {
      const { id, scenario } = tables.faces[face]!;
      return {
        ...tables.faces[face]!,
        ...tables.seen[seen]!,
        durationMs,
        evidence: tables.evidence[evidence]!.map(({ kind, title, path }) => ({
          kind,
          title: restored(title, theScenario, scenario),
          path: restored(path, theScenario, scenario),
        })),
        rerun: restored(tables.texts[rerun]!, theAudit, id),
      };
    }),
  }));
  return { result: { ...head, runs: unpacked }, comparison, pictures };
}

function without(text: string, mark: string, part: string | null): string {
  // A text that holds the mark itself could not be told apart from one that was changed.
  const unmarked = text.replaceAll(mark, '\ufffd');
  return part === null || part === '' || part.includes(mark) ? unmarked : unmarked.replaceAll(part, mark);
}

function restored(text: string, mark: string, part: string | null): string {
  return part === null ? text : text.replaceAll(mark, () => part);
}

/** Samples in the order of their size, as many as can be drawn. */
function thinned(latency: Run['latency'], points: number): Run['latency'] {
  return Object.fromEntries(
    operations.flatMap((operation) => {
      const measured = latency[operation];
      if (measured === undefined) return [];
      const sorted = [...measured.samples].sort((a, b) => a - b);
      const samples =
        sorted.length <= points
          ? sorted
          : Array.from(
              { length: points },
              (_, at) => sorted[Math.round((at / (points - 1)) * (sorted.length - 1))]!,
            );
      return [[operation, { ...measured, samples: samples.map((each) => Number(each.toPrecision(3))) }]];
    }),
  );
}

/** The same value with every text in it cut to what is shown; itself where nothing is too long. */
function shortened<T>(value: T): T {
  if (typeof value === 'string') return fitting(value) as T;
  if (typeof value !== 'object' || value === null) return value;
  let changed: Record<string, unknown> | undefined;
  for (const key in value) {
    const each: unknown = value[key];
    const short = shortened(each);
    if (short === each) continue;
    changed ??= (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
    changed[key] = short;
  }
  return (changed as T | undefined) ?? value;
}

/** Cut so that showing it does not cut again. */
function fitting(text: string): string {
  return text.length <= longest ? text : cut(text, longest - 100);
}
