import type { Limit } from '../../contracts/types.js';
import type { Attempt, CallRecord } from '../../observations/types.js';
import { attemptOf, callOf, endOf, isResolved, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit, Judgement } from '../types.js';
import { isAltered, isRefused, listed, ordinaryTrouble } from '../vectors.js';

const expected =
  'A value of any size comes back whole or is refused with an error, and a refused one leaves the value before it.';

const audit: Audit = {
  title: 'Values of any size come back whole or are refused',
  failureTitle: 'Large values are cut, lost, or take the value before them along',
  why: 'Certificates, private keys and tokens of many claims are large: one that is cut in silence is lost, and its owner learns it when it is needed.',
  severity: 'critical',
  targets: ['web', 'android', 'ios'],
  operations: ['set', 'get'],
  scenarios: ['value-size'],
  references: [
    { title: 'Large values are damaged on some devices', url: 'https://github.com/expo/expo/issues/1765' },
    { title: 'Values of 4,072 characters fail', url: 'https://github.com/expo/expo/issues/2556' },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'value-size')!;
    const trouble = ordinaryTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const tried = triedSizes(attempt);
    const damaged = tried.filter((one) => isAltered(one) || losesOld(one));
    if (damaged.length > 0) return { outcome: 'fail', expected, actual: listed(damaged.map(wordsOf)) };
    const kept = tried.filter(({ old, set, get }) => isResolved(old) && isRefused(set) && isSame(get));
    if (kept.length > 0)
      return { outcome: 'fail', severity: 'major', expected, actual: listed(kept.map(wordsOf)) };
    const refused = tried.filter(({ set }) => isRefused(set) && !isOfQuota(set));
    const promised = refused.filter(({ size }) => size <= documented(context.contract.limits));
    if (promised.length > 0) {
      return { outcome: 'fail', severity: 'major', expected, actual: listed(promised.map(wordsOf)) };
    }
    return undecided(tried) ?? { outcome: 'pass', expected, actual: wordsOfLargest(tried) };
  },
};
export default audit;

/** One size in bytes, set over an older value. */
interface Tried {
  readonly size: number;
  readonly old: CallRecord | undefined;
  readonly set: CallRecord;
  readonly get: CallRecord | undefined;
}

function triedSizes(attempt: Attempt): Tried[] {
  return attempt.calls
    .filter(({ as }) => /^set \d+$/.test(as))
    .map((set) => {
      const size = set.as.slice('set '.length);
      return {
        size: Number(size),
        old: callOf(attempt, `set old ${size}`),
        set,
        get: callOf(attempt, `get ${size}`),
      };
    });
}

/** Refused, yet what was there before no longer reads as it did. */
function losesOld({ old, set, get }: Tried): boolean {
  const value = endOf(get)?.value;
  const isOld = value?.is === 'canary' && value.canary === 1;
  return isResolved(old) && isRefused(set) && endOf(get) !== undefined && !isOld && !isSame(get);
}

/** Refused because the browser's storage is full, which says nothing of the plugin's own limit. */
function isOfQuota(set: CallRecord): boolean {
  const error = endOf(set)?.error;
  return /QuotaExceeded|exceeded the quota/i.test(`${error?.name} ${error?.type} ${error?.message}`);
}

/** The largest value, in bytes, that the contract promises; 0 where it names no limit. */
function documented(limits: readonly Limit[]): number {
  const ofValues = limits.filter(
    ({ name, unit }) => name === 'value' && (unit === 'bytes' || unit === 'characters'),
  );
  return ofValues.length === 0 ? 0 : Math.min(...ofValues.map(({ value }) => value));
}

function undecided(tried: readonly Tried[]): Judgement | undefined {
  const open = tried.find(({ set, get }) => endOf(set) === undefined || endOf(get) === undefined);
  if (open !== undefined || tried.length === 0) {
    const call = open !== undefined && endOf(open.set) !== undefined ? open.get : open?.set;
    return notReached(expected, `A large value: ${wordsOfEnd(call)}.`, 'Calls that answer.');
  }
  const full = tried.filter(({ set }) => isRefused(set) && isOfQuota(set));
  if (full.length === 0) return undefined;
  return {
    outcome: 'inconclusive',
    expected,
    actual: `${wordsOfLargest(tried)} The browser's quota was full: ${listed(full.map(wordsOf))}`,
    reason: { code: 'platform', needs: 'A browser that gives the page more room.' },
  };
}

function wordsOf({ size, set, get }: Tried): string {
  const value = endOf(get)?.value;
  const ofOld = value?.is === 'canary' && value.canary === 1;
  const read = ofOld ? 'gave the value before it' : wordsOfEnd(get);
  return isRefused(set)
    ? `${size} bytes: set ${wordsOfEnd(set)}, then get ${read}`
    : `${size} bytes: set took them, get ${read}`;
}

function wordsOfLargest(tried: readonly Tried[]): string {
  const kept = tried.filter(({ set, get }) => isResolved(set) && isSame(get)).map(({ size }) => size);
  const refused = tried.filter(({ set }) => isRefused(set)).map(({ size }) => size);
  const largest =
    kept.length === 0 ? 'No large value was kept.' : `Kept whole: up to ${Math.max(...kept)} bytes.`;
  return refused.length === 0 ? largest : `${largest} Refused: from ${Math.min(...refused)} bytes on.`;
}
