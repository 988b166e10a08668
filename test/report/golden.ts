import type { Result, Run, RunAudit } from '../../src/result/schema.js';

/** Results as a run leaves them, whole and literal, for the tests of readers and renderers. */

const setThenGet: RunAudit = {
  id: 'set-then-get',
  area: 'operations',
  title: 'What was set is what is read',
  failureTitle: 'A value that was set is not what is read',
  why: 'A secret that comes back altered or not at all is lost.',
  outcome: 'pass',
  severity: 'critical',
  basis: 'documented',
  fidelity: 'genuine',
  clauses: ['get-returns-value'],
  references: [],
  expected: 'Each of 3 values is read as it was set.',
  actual: 'All 3 values were read as they were set.',
  explanation: '',
  reason: null,
  scenario: 'values',
  attempts: 1,
  attemptOutcomes: ['pass'],
  durationMs: 41,
  evidence: [],
  rerun:
    'keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8 --audit set-then-get --seed 7f3a',
};

const getMissingKey: RunAudit = {
  ...setThenGet,
  id: 'get-missing-key',
  title: 'Reading a key that was never set ends as documented',
  failureTitle: 'Reading a key that was never set does not end as documented',
  why: 'An app must be able to tell a missing secret from a lost one.',
  severity: 'major',
  clauses: ['get-missing-rejects'],
  expected: 'The call is rejected.',
  actual: 'The call was rejected with an Error: Key "nothing" not found.',
  rerun:
    'keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8 --audit get-missing-key --seed 7f3a',
};

const valueAtRest: RunAudit = {
  ...setThenGet,
  id: 'value-at-rest',
  area: 'secrecy',
  title: 'No value is readable where the app keeps its data',
  failureTitle: 'A value is readable where the app keeps its data',
  why: 'Whoever copies the profile or the backup of a device reads the secret.',
  clauses: [],
  basis: 'universal',
  expected: 'No file and no storage area holds a value.',
  actual: 'Neither 5 storage areas nor 212 files held a value.',
  scenario: 'at-rest',
  rerun:
    'keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8 --audit value-at-rest --seed 7f3a',
};

const callLatency: RunAudit = {
  ...setThenGet,
  id: 'call-latency',
  area: 'speed',
  title: 'How long calls take',
  failureTitle: 'Calls take too long',
  why: 'A slow store delays the start of an app.',
  outcome: 'informative',
  severity: 'minor',
  basis: 'none',
  clauses: [],
  expected: '',
  actual: 'Half of the reads took 0.4 ms or less.',
  attemptOutcomes: ['informative'],
};

const keyListing: RunAudit = {
  ...setThenGet,
  id: 'key-listing',
  title: 'The list of keys is the keys that were set',
  failureTitle: 'The list of keys is not the keys that were set',
  outcome: 'not-applicable',
  severity: 'major',
  reason: { code: 'operation', needs: '' },
  actual: '',
  attempts: 0,
  attemptOutcomes: [],
};

const greenRun: Run = {
  id: 'web/chromium-156/cordova-plugin-secure-storage@2.6.8',
  status: 'completed',
  verdict: {
    word: 'compatible',
    reason: 'All 3 audits that were decided hold.',
    by: ['set-then-get', 'value-at-rest'],
  },
  target: 'web',
  channel: 'webview',
  plugin: {
    name: 'cordova-plugin-secure-storage',
    version: '2.6.8',
    source: 'cordova-plugin-secure-storage@2.6.8',
    family: 'cordova',
    integrity:
      'sha512-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345==',
  },
  from: null,
  contract: {
    id: 'cordova-secure-storage',
    version: '2.6.8',
    clauses: [
      {
        id: 'get-returns-value',
        text: 'get gives back the value that was stored under the key.',
        basis: 'documented',
        document: 'README of cordova-plugin-secure-storage',
        section: 'Usage',
        url: 'https://example.org/readme#usage',
        audits: ['set-then-get'],
        untested: null,
      },
      {
        id: 'get-missing-rejects',
        text: 'get of a key that is not there calls the error callback.',
        basis: 'documented',
        document: 'README of cordova-plugin-secure-storage',
        section: 'Usage',
        url: null,
        audits: ['get-missing-key'],
        untested: null,
      },
      {
        id: 'browser-is-a-mock',
        text: 'In the browser, values are kept in localStorage without encryption.',
        basis: 'documented-weakness',
        document: 'README of cordova-plugin-secure-storage',
        section: 'Browser',
        url: 'https://example.org/readme#browser',
        audits: ['value-at-rest'],
        untested: null,
      },
      {
        id: 'android-lock-screen',
        text: 'On Android a secure lock screen is needed.',
        basis: 'documented',
        document: 'README of cordova-plugin-secure-storage',
        section: 'Android details',
        url: null,
        audits: [],
        untested: 'A browser has no lock screen.',
      },
    ],
  },
  fixture: { digest: 'sha256-4be1', variant: 'web', debuggable: false },
  device: {
    id: 'chromium-156',
    name: 'Chromium',
    kind: 'browser',
    os: 'Linux',
    osVersion: '6.12',
    model: null,
    maker: null,
    build: null,
    securityPatch: null,
    webview: '156.0.7203.0',
    screenLock: null,
    biometrics: null,
    abilities: {
      'load-page': { fidelity: 'genuine', impact: 'harmless', by: 'the Appium session' },
      'read-app-data': { fidelity: 'genuine', impact: 'harmless', by: 'the profile folder' },
    },
  },
  environment: { appium: '3.8.0', driver: 'appium-chromium-driver 3.1.1', node: '22.4.1' },
  durationMs: 8450,
  driverCommands: 31,
  problems: [],
  scenarios: [
    {
      name: 'values',
      status: 'completed',
      attempts: 1,
      durationMs: 120,
      driverCommands: 3,
      steps: [
        { text: 'Set key "a" of store "one" to canary 1.', seen: 'Resolved with the key after 2 ms.' },
        { text: 'Get key "a" of store "one".', seen: 'Resolved with canary 1 after 1 ms.' },
      ],
    },
    {
      name: 'at-rest',
      status: 'completed',
      attempts: 1,
      durationMs: 900,
      driverCommands: 6,
      steps: [
        { text: 'Set key "a" of store "one" to canary 1.', seen: 'Resolved with the key after 2 ms.' },
        { text: 'End the browser and search its profile folder.', seen: 'Searched 212 files.' },
      ],
    },
  ],
  causes: [],
  latency: {
    set: { n: 4, p50: 0.61, p95: 2.4, max: 2.4, samples: [2.4, 0.7, 0.52, 0.5] },
    get: { n: 3, p50: 0.4, p95: 0.9, max: 0.9, samples: [0.9, 0.4, 0.3] },
  },
  audits: [setThenGet, getMissingKey, keyListing, valueAtRest, callLatency],
};

/** Everything that applies holds. */
export const green: Result = {
  schema: 'keystore-audit/result@1',
  tool: { name: 'keystore-audit', version: '0.1.0' },
  configDigest: 'sha256-91c2',
  seed: '7f3a',
  host: { os: 'linux', arch: 'x64', cpus: 2, ci: false },
  startedAt: '2026-05-03T14:02:11.000Z',
  finishedAt: '2026-05-03T14:02:20.450Z',
  plan: [greenRun.id],
  accepted: [],
  runs: [greenRun],
};

const lostValue: RunAudit = {
  ...setThenGet,
  outcome: 'fail',
  actual: 'Of 3 values 2 were read as they were set; the value of key "b" was read as null.',
  explanation: 'The second call was answered before the first had been written.',
  references: [
    { title: 'Issue 57: value is null after set', url: 'https://example.org/issues/57' },
    { title: 'OWASP MASVS-STORAGE', url: 'https://example.org/masvs' },
  ],
  attempts: 2,
  attemptOutcomes: ['fail', 'fail'],
  evidence: [
    { kind: 'timeline', title: 'Calls and answers', path: 'run-1/values/timeline.txt' },
    { kind: 'picture', title: 'The page at the end', path: 'run-1/values/page at end.png' },
  ],
};

const plainOnTheWeb: RunAudit = {
  ...valueAtRest,
  outcome: 'fail',
  severity: 'minor',
  basis: 'documented-weakness',
  clauses: ['browser-is-a-mock'],
  actual: 'localStorage held canary 1, plain, under the name "one_a".',
  explanation: 'The browser half of the plugin is a mock and says so.',
  attempts: 2,
  attemptOutcomes: ['fail', 'fail'],
};

const wrongMissing: RunAudit = {
  ...getMissingKey,
  outcome: 'fail',
  actual: 'The call was resolved with null.',
  attempts: 2,
  attemptOutcomes: ['fail', 'fail'],
};

const unstable: RunAudit = {
  ...setThenGet,
  id: 'call-settlement',
  title: 'Every call settles once',
  failureTitle: 'A call settles twice or never',
  outcome: 'inconclusive',
  clauses: [],
  actual: '',
  reason: { code: 'unstable', needs: '' },
  attempts: 2,
  attemptOutcomes: ['fail', 'pass'],
};

const notChosen: RunAudit = {
  ...setThenGet,
  id: 'store-isolation',
  title: 'The same key in two stores is two secrets',
  failureTitle: 'The same key in two stores is one secret',
  outcome: 'inconclusive',
  clauses: [],
  actual: '',
  reason: { code: 'not-chosen', needs: '' },
  attempts: 0,
  attemptOutcomes: [],
};

const redRun: Run = {
  ...greenRun,
  status: 'partial',
  verdict: {
    word: 'not compatible',
    reason: '1 critical finding: A value that was set is not what is read.',
    by: ['set-then-get'],
  },
  problems: [
    {
      code: 'session-lost',
      message: 'The session was lost while "at-rest" was running.',
      hint: 'See appium.log in the output folder.',
    },
  ],
  causes: [
    {
      cause: 'missing key',
      code: null,
      message: 'Key "nothing" not found.',
      documentedCode: 'OS-PLUG-KSTR-0001',
      documentedMessage: 'Key not found',
      meaning: 'There is no such key.',
      how: 'A key that was never set was read.',
      source: 'documented',
    },
  ],
  audits: [plainOnTheWeb, wrongMissing, lostValue, unstable, notChosen, keyListing, callLatency],
};

/** A lost value, a broken promise that is accepted, a weakness that the document itself tells; a partial run. */
export const red: Result = {
  ...green,
  accepted: [{ id: 'get-missing-key', reason: 'Our app asks for null.', until: '2026-12-31' }],
  runs: [redRun],
};

/** The run failed before anything was reached. */
export const nothing: Result = {
  ...green,
  plan: [greenRun.id, 'web/chromium-156/other@1.0.0'],
  runs: [
    {
      ...greenRun,
      status: 'failed',
      verdict: { word: 'not known', reason: 'The run failed: Appium did not become ready.', by: [] },
      fixture: null,
      device: null,
      problems: [
        {
          code: 'appium-not-ready',
          message: 'Appium did not become ready.',
          hint: 'See appium.log in the output folder.',
        },
      ],
      scenarios: [],
      latency: {},
      audits: [
        {
          ...setThenGet,
          outcome: 'inconclusive',
          fidelity: 'unsupported',
          actual: '',
          reason: { code: 'not-reached', needs: '' },
          attempts: 0,
          attemptOutcomes: [],
        },
      ],
    },
  ],
};

/** No run at all. */
export const empty: Result = { ...green, plan: [], runs: [] };

const virtualRun: Run = {
  ...greenRun,
  id: 'android/virtual-34/cordova-plugin-secure-storage@2.6.8',
  target: 'android',
  verdict: {
    word: 'not known',
    reason: 'Modelled: a virtual device answered. An emulator, a simulator or a phone can decide.',
    by: [],
  },
  device: {
    ...greenRun.device!,
    id: 'virtual-34',
    name: 'virtual Pixel',
    kind: 'virtual',
    os: 'Android',
    osVersion: '14',
    abilities: { reboot: { fidelity: 'modelled', impact: 'destructive', by: 'the model' } },
  },
  audits: [
    { ...lostValue, fidelity: 'modelled' },
    { ...valueAtRest, fidelity: 'modelled' },
  ],
};

/** A virtual device on which an audit failed. */
export const virtual: Result = { ...green, plan: [virtualRun.id], runs: [virtualRun] };

/** Three runs with different verdicts, and one that was not reached. */
export const several: Result = {
  ...green,
  plan: [greenRun.id, redRun.id + '-fork', virtualRun.id, 'ios/iphone/other@1.0.0'],
  runs: [greenRun, { ...redRun, id: `${redRun.id}-fork` }, virtualRun],
};

/** Five versions of two plugins on one platform: more than there is room for beside each other. */
export const survey: Result = {
  ...green,
  ...surveyRuns([greenRun, redRun, greenRun, redRun, greenRun]),
};

function surveyRuns(each: readonly Run[]): Pick<Result, 'plan' | 'runs'> {
  const runs = each.map((run, at) => {
    const name = at < 3 ? 'cordova-plugin-secure-storage' : '@example/another-secure-storage-plugin';
    const version = `${at + 1}.0.0`;
    return { ...run, id: `web/chromium-156/${name}@${version}`, plugin: { ...run.plugin, name, version } };
  });
  return { plan: runs.map(({ id }) => id), runs };
}

/** A published version, and a fork of it in a folder that kept its name and number, on the same device. */
export const forked: Result = {
  ...green,
  plan: [greenRun.id, greenRun.id],
  runs: [
    greenRun,
    {
      ...redRun,
      plugin: {
        ...greenRun.plugin,
        source: '../fork',
        integrity:
          'sha512-fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210fedcba98765432fedcba==',
      },
    },
  ],
};

const android: NonNullable<Run['device']> = {
  ...greenRun.device!,
  id: 'emulator-5554',
  name: 'Pixel 8',
  kind: 'emulator',
  os: 'Android',
  osVersion: '14',
  model: 'sdk_gphone64_x86_64',
  maker: 'Google',
  build: 'UE1A.230829.050',
  securityPatch: '2024-01-05',
  webview: '121.0.6167.101',
  screenLock: 'PIN',
  biometrics: 'fingerprint',
  abilities: {
    'answer-prompt': { fidelity: 'genuine', impact: 'harmless', by: 'the Appium session' },
    'enrol-finger': { fidelity: 'genuine', impact: 'destructive', by: 'adb' },
  },
};

const onAndroid = (audit: RunAudit): RunAudit => ({
  ...audit,
  rerun: `keystore-audit run android --plugin cordova-plugin-secure-storage@2.6.8 --audit ${audit.id} --seed 7f3a`,
});

const promptCancel = onAndroid({
  ...setThenGet,
  id: 'prompt-cancel',
  area: 'authentication',
  title: 'Whoever leaves the prompt gets no value',
  failureTitle: 'Whoever leaves the prompt gets the value',
  why: 'The prompt is all that stands between the secret and somebody who holds the unlocked phone.',
  clauses: ['prompt-guards'],
  expected: 'Each of 3 ways to leave the prompt ends without the value, and the value is kept.',
  actual: 'Each of 3 ways to leave the prompt ended with the documented error, and the value was kept.',
  scenario: 'prompt-cancel',
});

const biometryChanged = onAndroid({
  ...promptCancel,
  id: 'biometry-changed',
  title: 'A finger that is added later does not open what was stored before',
  failureTitle: 'A finger that is added later opens what was stored before',
  clauses: [],
  basis: 'universal',
  expected: 'After a finger was added, the value is refused or asks for the screen lock.',
  actual: 'After a finger was added, get was refused.',
  scenario: 'biometry',
});

const givenWithoutPrompt: RunAudit = {
  ...promptCancel,
  outcome: 'fail',
  actual: 'After the back button, get was resolved with canary 1.',
  explanation: 'The cancel button and a touch outside ended with the documented error.',
  attempts: 2,
  attemptOutcomes: ['fail', 'fail'],
  evidence: [
    { kind: 'picture', title: 'The prompt before the back button', path: 'runs/2/prompt-cancel/prompt.png' },
  ],
};

const emulatorRun: Run = {
  ...greenRun,
  id: 'android/emulator-5554/cordova-plugin-secure-storage@2.6.8',
  target: 'android',
  verdict: {
    word: 'not compatible',
    reason: '1 critical finding: Whoever leaves the prompt gets the value.',
    by: ['prompt-cancel'],
  },
  contract: {
    ...greenRun.contract,
    clauses: [
      ...greenRun.contract.clauses,
      {
        id: 'prompt-guards',
        text: 'With authentication, get asks for the screen lock and gives the value only after it.',
        basis: 'documented',
        document: 'README of cordova-plugin-secure-storage',
        section: 'Android details',
        url: 'https://example.org/readme#android',
        audits: ['prompt-cancel'],
        untested: null,
      },
    ],
  },
  fixture: { digest: 'sha256-77aa', variant: 'android', debuggable: true },
  device: android,
  scenarios: [
    ...greenRun.scenarios,
    {
      name: 'prompt-cancel',
      status: 'completed',
      attempts: 2,
      durationMs: 9200,
      driverCommands: 14,
      steps: [
        {
          text: 'Set key "a" of store "one" to canary 1, with authentication.',
          seen: 'Resolved with the key.',
        },
        { text: 'Get key "a" of store "one".', seen: 'A prompt came: "Unlock one".' },
        { text: 'Press the back button.', seen: 'Resolved with canary 1 after 1400 ms.' },
      ],
    },
  ],
  audits: [
    onAndroid(setThenGet),
    givenWithoutPrompt,
    biometryChanged,
    onAndroid(valueAtRest),
    onAndroid(callLatency),
  ],
};

const phoneRun: Run = {
  ...emulatorRun,
  id: 'android/R58N12ABCDE/cordova-plugin-secure-storage@2.6.8',
  verdict: { word: 'not known', reason: '2 critical audits could not be decided.', by: [] },
  device: {
    ...android,
    id: 'R58N12ABCDE',
    name: 'Galaxy A54',
    kind: 'real',
    osVersion: '13',
    maker: 'samsung',
  },
  audits: [
    onAndroid(setThenGet),
    {
      ...promptCancel,
      outcome: 'inconclusive',
      fidelity: 'unsupported',
      actual: '',
      reason: { code: 'needs-person', needs: '' },
      attempts: 0,
      attemptOutcomes: [],
    },
    {
      ...biometryChanged,
      outcome: 'inconclusive',
      fidelity: 'unsupported',
      actual: '',
      reason: { code: 'would-change-device', needs: '' },
      attempts: 0,
      attemptOutcomes: [],
    },
    onAndroid(valueAtRest),
    onAndroid(callLatency),
  ],
};

const modelledRun: Run = {
  ...emulatorRun,
  id: 'android/virtual-34/cordova-plugin-secure-storage@2.6.8',
  verdict: virtualRun.verdict,
  device: {
    ...android,
    id: 'virtual-34',
    name: 'virtual Pixel',
    kind: 'virtual',
    abilities: { 'answer-prompt': { fidelity: 'modelled', impact: 'harmless', by: 'the model' } },
  },
  audits: [
    ...[setThenGet, promptCancel, valueAtRest].map((audit) =>
      onAndroid({ ...audit, fidelity: 'modelled' as const }),
    ),
    {
      ...biometryChanged,
      outcome: 'inconclusive',
      fidelity: 'unsupported',
      actual: '',
      reason: { code: 'no-model', needs: '' },
      attempts: 0,
      attemptOutcomes: [],
    },
  ],
};

const weakOnTheWeb: Run = {
  ...greenRun,
  verdict: {
    word: 'compatible with findings',
    reason: '1 finding, none critical: A value is readable where the app keeps its data.',
    by: ['value-at-rest'],
  },
  audits: [setThenGet, getMissingKey, keyListing, plainOnTheWeb, callLatency],
};

/** One plugin in a browser, on an emulator, on a phone that must not be changed, and on a virtual device. */
export const shipping: Result = {
  ...green,
  plan: [weakOnTheWeb.id, emulatorRun.id, phoneRun.id, modelledRun.id],
  runs: [weakOnTheWeb, emulatorRun, phoneRun, modelledRun],
};

/** What `picturesOf` would give of it: a dark screen with a prompt at its lower end. */
export const promptPicture: Readonly<Record<string, string>> = {
  'runs/2/prompt-cancel/prompt.png':
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAFoAAACgCAAAAACpyiShAAAAl0lEQVR42u3YsQnDQBBEUZXjIlzJFOFy3Klz40igbLFWOpb3C3jRsAe3Pdva0Gg0Go1Go9FoNBqNRqPRaDQajUaj0Wg0Go1GD6E/Z4ZGL0Y/KqFXpe0afRv9/qeJtIWMp/Orgc7eyXRSsEt0UrErdFKyx9NJzUYvSdv1hTek8/J13uvOV8aLPpd+HUO30YPH5ycYjb6b/gIsyTrvmUteSAAAAABJRU5ErkJggg==',
};

/** Markup, quotes, a Markdown link and mention, an escape sequence, bidirectional and invisible characters, NUL. */
export const hostileText =
  '</td></script><script>alert(1)</script><img src=x onerror=alert(2)>"\'`|[a](javascript:alert(3)) @everyone ' +
  ']]> &lt; \u001b[31m \u202egnp.exe\u2066 \u200b \u0000 \ud800 \ufffe\n# heading\n- item';

/** A megabyte of markup in one string. */
export const hugeText = '<b>'.repeat(350_000);

const hostileAudit: RunAudit = {
  ...lostValue,
  id: hostileText,
  title: hostileText,
  failureTitle: hostileText,
  why: hostileText,
  clauses: [hostileText],
  references: [
    { title: hostileText, url: 'javascript:alert(4)' },
    { title: 'data', url: 'data:text/html,<script>alert(5)</script>' },
    { title: 'quoted', url: 'https://example.org/"onmouseover="alert(6)' },
  ],
  expected: hugeText,
  actual: hostileText,
  explanation: hostileText,
  scenario: hostileText,
  evidence: [
    {
      kind: hostileText.replace(/\n/g, ' '),
      title: hostileText,
      path: '"><svg onload=alert(7)>/?a#b %2e.txt',
    },
  ],
  rerun: hostileText,
};

const hostileRun: Run = {
  ...greenRun,
  id: hostileText,
  verdict: { word: 'not compatible', reason: hostileText, by: [hostileText] },
  plugin: {
    name: hostileText,
    version: hostileText,
    source: hostileText,
    family: 'cordova',
    integrity: hostileText,
  },
  from: { name: hostileText, version: hostileText },
  contract: {
    id: hostileText,
    version: hostileText,
    clauses: [
      {
        id: hostileText,
        text: hostileText,
        basis: 'documented',
        document: hostileText,
        section: hostileText,
        url: 'javascript:alert(8)',
        audits: [hostileText],
        untested: hostileText,
      },
    ],
  },
  fixture: { digest: hostileText, variant: hostileText, debuggable: true },
  device: {
    ...greenRun.device!,
    name: hostileText,
    os: hostileText,
    osVersion: hostileText,
    model: hostileText,
    maker: hostileText,
    abilities: { reboot: { fidelity: 'genuine', impact: 'destructive', by: hostileText } },
  },
  environment: { appium: hostileText, driver: hostileText, node: hostileText },
  problems: [{ code: hostileText, message: hostileText, hint: hostileText }],
  scenarios: [
    {
      name: hostileText,
      status: 'completed',
      attempts: 1,
      durationMs: 1,
      driverCommands: 1,
      steps: [{ text: hostileText, seen: hugeText }],
    },
  ],
  causes: [
    {
      cause: hostileText,
      code: hostileText,
      message: hostileText,
      documentedCode: hostileText,
      documentedMessage: hostileText,
      meaning: hostileText,
      how: hostileText,
      source: 'inferred',
    },
  ],
  audits: [
    hostileAudit,
    { ...hostileAudit, outcome: 'inconclusive', reason: { code: 'harness', needs: hostileText } },
    { ...hostileAudit, outcome: 'not-applicable', reason: { code: 'platform', needs: hostileText } },
  ],
};

/** Every string that can come from a device, a plugin or a file name is an attack. */
export const hostile: Result = {
  ...green,
  tool: { name: 'keystore-audit', version: hostileText },
  configDigest: hostileText,
  seed: hostileText,
  host: { os: hostileText, arch: hostileText, cpus: 2, ci: true },
  plan: [hostileText, `${hostileText}?`],
  accepted: [{ id: 'other', reason: hostileText, until: hostileText }],
  runs: [hostileRun],
};

/** Every golden result by name. */
export const golden: Readonly<Record<string, Result>> = {
  survey,
  green,
  red,
  nothing,
  empty,
  virtual,
  several,
  forked,
  shipping,
  hostile,
};
