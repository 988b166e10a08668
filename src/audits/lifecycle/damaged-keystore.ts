import type { Attempt } from '../../observations/types.js';
import { healingTrouble } from '../healing.js';
import { isForeign, keptTrouble, readsOf, saysAbsent } from '../kept.js';
import { listIn, namesIn } from '../lists.js';
import { attemptOf, callOf, endOf, isSame, notReached, wordsOfEnd } from '../look.js';
import type { Audit } from '../types.js';

const expected =
  'With damaged files the app starts, a read gives an error and no foreign text, and values can be set again.';

/**
 * What was damaged is lost: no plugin can give it back, and none is blamed for it. What it says of it is judged. An error
 * is right, whichever one. Foreign text never is. "There is none" is right only where the damage took everything by which
 * the plugin could know that there was something: a broken file of preferences is an empty one for Android. From outside
 * that is told by the list of keys. A key that is still listed and reads as absent is a swallowed error; a list that is
 * empty, or is refused, agrees with the answer; without a list nobody can tell, and what was seen is told.
 */
const audit: Audit = {
  title: 'Damaged files give an error, and the store works again',
  failureTitle: 'Damaged files give something else than an error, or stop the store for good',
  why: 'Files break, and keys are lost in updates of the system: a person can sign in again, but not with an app that no longer starts, that shows them nonsense, or that refuses every new secret.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['damage'],
  references: [
    {
      title: 'A key that can no longer be used, and an error that stays',
      url: 'https://github.com/tink-crypto/tink-java/issues/66',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'damage')!;
    const trouble = keptTrouble(attempt, expected);
    if (trouble !== undefined) return trouble;
    const damaged = attempt.acts.find(({ ability }) => ability === 'write-app-data')?.told;
    if (damaged === undefined || damaged === 'nothing') {
      const actual = 'No file was found in which the plugin could keep what it stores.';
      return notReached(expected, actual, 'A device that can damage where the plugin keeps values.');
    }
    const end = attempt.app.find(({ callInFlight }) => callInFlight);
    if (end !== undefined) return { outcome: 'fail', expected, actual: `With damaged files: ${end.detail}` };
    const reading = { ...context, neverSet: callOf(attempt, 'get never set before') };
    const reads = readsOf(attempt, 'after the damage');
    const foreign = reads.find((read) => isForeign(read, reading));
    if (foreign !== undefined) {
      return { outcome: 'fail', expected, actual: `After the damage get ${wordsOfEnd(foreign)}.` };
    }
    const open = reads.findIndex((read) => endOf(read) === undefined);
    if (open >= 0) {
      return notReached(expected, `After the damage get ${wordsOfEnd(reads[open])}.`, 'A get that answers.');
    }
    if (reads.every(isSame)) {
      const actual = `Every value was read as before, although these files were damaged: ${damaged}.`;
      return notReached(expected, actual, 'Damage to where the plugin keeps what it stores.');
    }
    const absent = reads.find((read) => saysAbsent(read, reading));
    if (absent !== undefined && stillListed(attempt)) {
      const actual = `After the damage keys still lists what it listed before, and get ${wordsOfEnd(absent)}.`;
      return { outcome: 'fail', severity: 'major', expected, actual };
    }
    const healing = healingTrouble(attempt, expected);
    if (healing !== undefined) return healing;
    const actual = `After the damage get ${wordsOfEnd(absent ?? reads.find((read) => !isSame(read)))}; then set worked again.`;
    if (absent === undefined) return { outcome: 'pass', expected, actual };
    return callOf(attempt, 'keys before') === undefined
      ? { outcome: 'informative', expected, actual, explanation: cannotKnow }
      : { outcome: 'pass', expected, actual, explanation: agrees };
  },
};
export default audit;

const agrees = 'The list of keys does not name what is said to be absent: nothing was left to know it by.';
const cannotKnow =
  'Whether anything was left by which the plugin could know that there had been a value cannot be seen: it has no list of keys.';

/** Whether the list of keys names after the damage anything that it named before. */
function stillListed(attempt: Attempt): boolean {
  const [before, after] = ['before', 'after the damage'].map((when) => {
    const list = listIn(endOf(callOf(attempt, `keys ${when}`))?.value);
    return list === undefined ? [] : namesIn(list);
  }) as [readonly string[], readonly string[]];
  return before.some((name) => after.includes(name));
}
