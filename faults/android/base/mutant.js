import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { native } from './native.js';

/** The same mutations as on the web, around the vault, with what only a native half knows and can do. */

const source = readFileSync(new URL('../../web/base/mutation.js', import.meta.url), 'utf8');

/** A native half with one generated defect. */
export function mutant(operator, operation, condition) {
  const seen = { paused: false, returned: false };
  return native({
    vault(right, { host }) {
      Object.assign(seen, { paused: false, returned: false });
      const module = {};
      const page = { console: consoleOf(host), localStorage: preferencesOf(host) };
      new Function('module', ...Object.keys(page), source)(module, ...Object.values(page));
      module.exports(right, operator, operation, condition, {
        conditions: conditionsOf(host, seen, { ...right }),
        operators: operatorsOf(host),
      });
      return right;
    },
    plugin: (right) => ({
      ...right,
      onPause() {
        seen.paused = true;
      },
      onResume() {
        seen.returned ||= seen.paused;
        seen.paused = false;
      },
    }),
  });
}

function conditionsOf(host, seen, vault) {
  const first = firstStart(host);
  return {
    locked: () => host.lockState().locked,
    background: () => seen.paused,
    'was-background': () => seen.returned,
    upgraded: () => host.versionCode > first.versionCode,
    rebooted: () => host.bootCount > first.bootCount,
    'other-language': () => !host.locale().startsWith('en'),
    'other-zone': () => host.timezone() !== first.timezone,
    'clock-back': () => host.now() < first.time,
    damaged: ({ store, key }) =>
      vault.get(store, key).then(
        () => false,
        () => true,
      ),
  };
}

function operatorsOf(host) {
  return {
    crash() {
      host.crash('java.lang.IllegalStateException');
      return new Promise(() => undefined);
    },
    sentence: async () => 'Data has been reset',
  };
}

/** What the device was like when the app was started for the first time since it was installed. */
function firstStart(host) {
  const file = path.join(host.keystoreDir, 'first-start.json');
  if (!existsSync(file)) {
    const { versionCode, bootCount } = host;
    writeFileSync(
      file,
      JSON.stringify({ versionCode, bootCount, timezone: host.timezone(), time: host.now() }),
    );
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** What a page writes to its console, a native half writes to the log. */
function consoleOf(host) {
  return { log: (...parts) => host.log('D', 'SecureStorage', parts.join(' ')) };
}

/** What a page keeps in local storage, a native half keeps in SharedPreferences. */
function preferencesOf(host) {
  const folder = path.join(host.dataDir, 'shared_prefs');
  return {
    setItem(name, text) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, `${name}.xml`), `<map><string name="${name}">${text}</string></map>\n`);
    },
  };
}
