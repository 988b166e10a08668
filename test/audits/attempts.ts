import type { Context } from '../../src/audits/types.js';
import type { Clause, Contract } from '../../src/contracts/types.js';
import type { Attempt, CallRecord, Seen } from '../../src/observations/types.js';
import type { Operation } from '../../src/terms.js';

/** Short ways to write literal observations. */

type Ends = CallRecord['settlements'][number];

export const gave = (value: Seen, afterMs = 1): Ends => ({ how: 'resolved', afterMs, value });
export const secret = (number: number, same = true): Seen => ({ is: 'canary', canary: number, same });
export const text = (told: string, same?: boolean): Seen => ({
  is: 'text',
  length: told.length,
  sha256: '0'.repeat(64),
  text: told,
  ...(same === undefined ? {} : { same }),
});
export const nothing: Seen = { is: 'undefined' };
export const nul: Seen = { is: 'null' };
export const refused = (message: string): Ends => ({
  how: 'rejected',
  afterMs: 1,
  error: { type: 'Error', name: 'Error', message },
});

/** A call's record: settled as told, or pending for a minute when nothing is told. */
export function call(as: string, ...settlements: Ends[]): CallRecord {
  return {
    as,
    call: as.split(' ')[0] as Operation,
    state: settlements.length === 0 ? 'pending' : 'settled',
    startedMs: 0,
    watchedMs: settlements.length === 0 ? 60_001 : 50,
    settlements,
  };
}

export function attempt(calls: CallRecord[], more: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    why: 'planned',
    status: 'completed',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 100,
    driverCommands: 2,
    pages: ['a page'],
    readiness: { ready: true, afterMs: 1 },
    steps: [],
    calls,
    scans: [],
    searches: [],
    logs: [],
    events: [],
    app: [],
    acts: [{ verb: 'load a fresh page', ability: 'load-page', fidelity: 'genuine', durationMs: 10 }],
    problems: [],
    evidence: [],
    ...more,
  };
}

export const universal: Clause = {
  id: 'a-promise',
  text: 'What any plugin must do.',
  basis: 'universal',
  document: 'keystore-audit baseline',
  section: 'operations',
  audits: ['set-then-get'],
};

const contract: Contract = {
  id: 'a-contract',
  title: 'A contract',
  versions: ['1.0.0'],
  actions: [],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [],
};

export function context(attempts: Record<string, Attempt>, clauses: Clause[] = [universal]): Context {
  return {
    target: 'web',
    attempts: new Map(Object.entries(attempts)),
    contract,
    clauses,
    device: undefined,
    ownLayer: true,
    limits: { callMs: 10_000, watchMs: 60_000 },
  };
}
