import { judgeKept } from '../kept.js';
import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';

const expected =
  'What was stored before an upgrade of the app is read after it, and new values can be stored.';

const audit: Audit = {
  title: 'Values survive an upgrade of the app',
  failureTitle: 'Values are lost by an upgrade of the app',
  why: 'Upgrades come over night and unasked: everybody who uses the app would lose their secrets at once.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['upgrade'],
  references: [
    {
      title: 'Android: an update keeps the data of the app that it replaces',
      url: 'https://developer.android.com/studio/publish/app-signing',
    },
  ],
  audit(context) {
    const attempt = attemptOf(context, 'upgrade')!;
    // What was set in an older build, where there is one.
    const calls = [...(attempt.earlierCalls ?? []), ...attempt.calls];
    return judgeKept({ ...attempt, calls }, expected, ['after the upgrade']);
  },
};
export default audit;
