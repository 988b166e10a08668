import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { androidFaults, androidFolder } from '../../faults/android.js';
import { registeredAudits } from '../../src/audits/registry.js';
import type { NativeFactory, NativePlugin } from '../../src/virtual/native-api.js';
import { nativesOf } from '../../src/virtual/native-folder.js';
import { TestDevice } from '../virtual/native/device.js';

/** An app with a native half in the hand, without a page. */
class App {
  readonly device = new TestDevice();
  #plugin!: NativePlugin;

  constructor(private readonly natives: NativeFactory) {
    this.#makeFolders();
    this.start();
  }

  /** Ends the app as it is, and starts it again. */
  start(): void {
    this.#plugin = this.natives(this.device.host())[0]!;
    this.#plugin.onResume?.();
  }

  leave(): void {
    this.#plugin.onPause?.();
  }

  comeBack(): void {
    this.#plugin.onResume?.();
  }

  /** What a call settles with; what does not settle gives `{never: true}`. */
  async call(action: string, ...args: unknown[]): Promise<Settled> {
    const settled = this.#plugin.exec(action, args).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    return Promise.race([settled, sleep(1500, { never: true as const })]);
  }

  async get(store: string, key: string): Promise<unknown> {
    const settled = await this.call('get', store, key);
    return 'value' in settled ? settled.value : undefined;
  }

  async set(store: string, key: string, value: string): Promise<boolean> {
    return 'value' in (await this.call('set', store, key, value));
  }

  /** Whether a value that is set can be read at once. */
  async takes(store: string, value: string): Promise<boolean> {
    return (await this.set(store, 'taken', value)) && (await this.get(store, 'taken')) === value;
  }

  /** Files of a folder, with their bytes. */
  files(folder = this.device.dataDir): { readonly file: string; readonly bytes: Buffer }[] {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file).isFile())
      .map((file) => ({ file, bytes: readFileSync(file) }));
  }

  /** Whether a text stands in a folder: plain, as UTF-16 or in base 64. */
  holds(text: string, folder?: string): boolean {
    const forms = [
      text,
      Buffer.from(text, 'utf16le'),
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
    ];
    return this.files(folder).some(({ bytes }) => forms.some((form) => bytes.includes(form)));
  }

  /** Cuts every file of the app in the middle. */
  damage(): void {
    for (const { file, bytes } of this.files()) writeFileSync(file, bytes.subarray(0, bytes.length / 2));
  }

  /** Uninstalls the app, installs it again and brings its data back from a backup, which has no keystore and no caches. */
  restore(): void {
    const backup = path.join(this.device.folder, 'backup');
    cpSync(this.device.dataDir, backup, {
      recursive: true,
      filter: (source) => !/^(cache|no_backup)/.test(path.relative(this.device.dataDir, source)),
    });
    this.uninstall();
    cpSync(backup, this.device.dataDir, { recursive: true });
    this.start();
  }

  uninstall(): void {
    rmSync(this.device.dataDir, { recursive: true });
    rmSync(this.device.keystoreDir, { recursive: true });
    this.#makeFolders();
    this.start();
  }

  #makeFolders(): void {
    const { dataDir, keystoreDir, sharedDir } = this.device;
    for (const folder of [path.join(dataDir, 'cache'), keystoreDir, sharedDir])
      mkdirSync(folder, { recursive: true });
  }
}

type Settled = { readonly value?: unknown; readonly error?: unknown; readonly never?: true };

const secret = 'a-secret-of-thirty-characters.';

/** Sets a secret in a store and tells whether it is read after something has happened. */
async function survives(app: App, happens: () => void | Promise<void>): Promise<boolean> {
  await app.set('s', 'k', secret);
  await happens();
  return (await app.get('s', 'k')) === secret;
}

async function crashes(app: App): Promise<boolean> {
  await app.call('get', 's', 'k');
  return app.device.crashes.length > 0;
}

/** Whether an app shows a fault's defect, by the fault's id. */
const defects: Readonly<Record<string, (app: App) => Promise<boolean>>> = {
  'value-in-logcat': async (app) =>
    (await app.set('s', 'k', secret)) && app.device.log.join().includes(secret),
  'plain-preferences': async (app) => (await app.set('s', 'k', secret)) && app.holds(secret),
  'encoded-preferences': async (app) => (await app.set('s', 'k', secret)) && app.holds(secret),
  'copy-in-cache': async (app) => (await app.set('s', 'k', secret)) && app.holds(secret),
  'key-beside-values': (app) => survives(app, () => app.restore()),
  'forgets-at-reboot': async (app) => !(await survives(app, () => again(app, { bootCount: 2 }))),
  'locked-means-missing': async (app) =>
    !(await survives(app, () => void Object.assign(app.device, { locked: true }))),
  'silent-after-background': async (app) => {
    app.leave();
    app.comeBack();
    return (await app.call('init', 's')).never === true;
  },
  'background-calls-lost': async (app) => {
    app.leave();
    const call = app.call('init', 's');
    app.comeBack();
    return (await call).never === true;
  },
  'background-forgets': async (app) =>
    !(await survives(app, () => {
      app.leave();
      app.comeBack();
    })),
  'upgrade-forgets': async (app) => !(await survives(app, () => again(app, { versionCode: 2 }))),
  'shared-storage': (app) => survives(app, () => app.uninstall()),
  'damaged-store-crashes': async (app) => {
    await app.set('s', 'k', secret);
    app.damage();
    return crashes(app);
  },
  'restored-store-crashes': async (app) => {
    await app.set('s', 'k', secret);
    app.restore();
    return crashes(app);
  },
  'damaged-for-ever': async (app) => {
    await app.set('s', 'k', secret);
    app.damage();
    return !(await app.takes('s', 'new'));
  },
  'restored-for-ever': async (app) => {
    await app.set('s', 'k', secret);
    app.restore();
    return !(await app.takes('s', 'new'));
  },
  'damaged-gives-sentence': async (app) => {
    await app.set('s', 'k', secret);
    app.damage();
    return typeof (await app.get('s', 'k')) === 'string';
  },
  'dates-in-native-digits': async (app) => {
    const fails = async (locale: string): Promise<boolean> => {
      app.device.locale = locale;
      return !(await app.takes('s', secret));
    };
    return !(await fails('tr-TR')) && (await fails('ar-EG')) && (await fails('fa-IR'));
  },
  'turkish-file-names': async (app) =>
    !(await survives(app, () => void Object.assign(app.device, { locale: 'tr-TR' }))),
  'valid-from-local-time': async (app) =>
    !(await survives(app, () => void Object.assign(app.device, { timezone: 'Etc/GMT+12' }))),
  'valid-from-now': async (app) => !(await survives(app, () => app.device.pass(-86_400))),
  'missing-key-sentence': async (app) => typeof (await app.call('get', 's', 'k')).error === 'string',
  'code-of-another-platform': async (app) => codeOf(await app.call('get', 's', 'k')) === 'OS-PLUG-KSTR-0007',
  'missing-key-as-damage': async (app) => codeOf(await app.call('get', 's', 'k')) === 'OS-PLUG-KSTR-0015',
  'clear-of-another-file': (app) => survives(app, async () => void (await app.call('clear', 's'))),
  'clear-of-other-store': async (app) =>
    !(await survives(app, async () => {
      for (const store of ['s', 'other']) await app.call('init', store);
      await app.call('clear', 'other');
    })),
  'store-and-key-joined': async (app) => {
    await app.set('a', 'b_SS_c', secret);
    return (await app.get('a_SS_b', 'c')) === secret;
  },
  'long-names-lost': async (app) => {
    const key = 'k'.repeat(300);
    await app.set('s', key, secret);
    const before = await app.get('s', key);
    app.start();
    return before === secret && (await app.get('s', key)) === undefined;
  },
  'writes-lose-each-other': async (app) => {
    await Promise.all(['a', 'b', 'c'].map((key) => app.set('s', key, key)));
    const read = await Promise.all(['a', 'b', 'c'].map((key) => app.get('s', key)));
    return read.includes(undefined);
  },
  'removes-lose-each-other': async (app) => {
    for (const key of ['a', 'b', 'c']) await app.set('s', key, key);
    await Promise.all(['a', 'b', 'c'].map((key) => app.call('remove', 's', key)));
    const read = await Promise.all(['a', 'b', 'c'].map((key) => app.get('s', key)));
    return read.some((value) => value !== undefined);
  },
  'last-read-answers-all': async (app) => {
    for (const key of ['a', 'b']) await app.set('s', key, key);
    return (await Promise.all(['a', 'b'].map((key) => app.get('s', key))))[0] === 'b';
  },
  'large-value-crashes': async (app) => {
    await app.set('s', 'k', 'v'.repeat(1 << 20));
    return app.device.crashes.length > 0;
  },
  'stored-data-crashes-start': async (app) => {
    await app.set('s', 'k', secret);
    try {
      app.start();
      return false;
    } catch {
      return true;
    }
  },
  'error-quotes-value': async (app) =>
    String((await app.call('set', 's', null, secret)).error).includes(secret),
  'surrogates-replaced': async (app) => !(await app.takes('s', '\ud800')),
  'empty-list-hangs': async (app) => (await app.call('keys', 's')).never === true,
  'init-clears-store': async (app) =>
    !(await survives(app, async () => {
      app.start();
      await app.call('init', 's');
    })),
};

async function again(app: App, changed: Partial<TestDevice>): Promise<void> {
  Object.assign(app.device, changed);
  app.start();
}

function codeOf({ error }: Settled): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}

/** Audits of phones that no native half can fail here, and why. */
const cannotFail: Readonly<Record<string, string>> = {
  'error-0013': 'No prompt is shown yet.',
  'error-0014': 'No screen lock is taken away yet.',
  'error-0015': 'The document names no cause of it: what is seen is told.',
  'error-0017': 'It comes from a layer that the fixture does not have.',
};

describe('native halves', function () {
  this.timeout(20_000);
  const faults = androidFaults();
  const wrong = faults.filter(({ correct }) => correct !== true);
  const correct = faults.filter((fault) => fault.correct === true);
  let apps: App[] = [];
  const appOf = async (folder: string): Promise<App> => {
    const app = new App(await nativesOf(folder));
    apps.push(app);
    return app;
  };
  afterEach(() => {
    for (const { device } of apps) device.end();
    apps = [];
  });

  it('are at least twenty wrong and six correct ones, and every defect can be shown', () => {
    expect(wrong.length).to.be.at.least(20);
    expect(correct.length).to.be.at.least(6);
    expect(wrong.map(({ id }) => id)).to.have.members(Object.keys(defects));
  });

  it('have something to notice, unless they are correct', () => {
    for (const { id, mustNotice } of wrong) expect(mustNotice, id).not.to.deep.equal([]);
    for (const { id, mustNotice, mayNotice } of correct)
      expect([...mustNotice, ...mayNotice], id).to.deep.equal([]);
  });

  it('name only audits that exist, and scenarios that do', async () => {
    const audits = (await registeredAudits()).map(({ id }) => id);
    const specs = path.resolve(import.meta.dirname, '..', '..', 'specs');
    const scenarios = readdirSync(specs).map((name) => path.parse(name).name);
    for (const { id, mustNotice, mayNotice, scenarios: played = [] } of faults) {
      expect(audits, id).to.include.members([...mustNotice, ...mayNotice]);
      expect(scenarios, id).to.include.members([...played]);
    }
  });

  it('have one for every audit that only a phone can decide', async () => {
    const phones = (await registeredAudits()).filter(
      ({ targets }) => targets.includes('android') && !targets.includes('web'),
    );
    const noticing = new Set(wrong.flatMap(({ mustNotice }) => mustNotice));
    const without = phones.map(({ id }) => id).filter((id) => !noticing.has(id));
    expect(without).to.have.members(Object.keys(cannotFail));
  });

  it('take nothing of the virtual device', () => {
    const scripts = readdirSync(androidFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.js'),
    );
    for (const name of scripts) {
      const imported = [...readFileSync(path.join(androidFolder, name), 'utf8').matchAll(/from '([^']+)'/g)];
      for (const [, from] of imported) expect(from, name).to.match(/^(node:|\.\/\w+\.js$|\.\.\/base\/)/);
    }
  });

  for (const { id, title, folder, contract } of wrong) {
    it(`${id}: "${title}" is there, and not in the correct half`, async () => {
      const right = contract?.startsWith('outsystems') === true ? 'correct-codes' : 'correct';
      expect(await defects[id]!(await appOf(folder))).to.equal(true);
      expect(await defects[id]!(await appOf(path.join(androidFolder, right)))).to.equal(false);
    });
  }

  for (const { id, title, folder } of correct) {
    describe(`${id}: "${title}"`, () => {
      it('keeps every text, whatever happens to the app', async () => {
        const app = await appOf(folder);
        const values = ['', 'v', '\ud800', '\0\r\n ', '€ 👩‍👩‍👧', '{"a":1}', 'v'.repeat(1 << 20)];
        for (const [at, value] of values.entries())
          expect(await app.set('s', `k${at}`, value)).to.equal(true);
        app.leave();
        app.comeBack();
        await again(app, { versionCode: 2, bootCount: 2, locale: 'ar-EG', timezone: 'Etc/GMT+12' });
        app.device.pass(-86_400);
        for (const [at, value] of values.entries()) expect(await app.get('s', `k${at}`)).to.equal(value);
        expect((await app.call('keys', 's')).value).to.have.members(values.map((_, at) => `k${at}`));
      });

      it('keeps stores and keys apart, and forgets what is removed and cleared', async () => {
        const app = await appOf(folder);
        const places = [
          ['a', 'bc'],
          ['ab', 'c'],
          ['a', 'B'],
          ['a', 'b'],
          ['A', 'b'],
          ['ü/.. ', '\n'],
        ] as const;
        for (const [at, [store, key]] of places.entries()) await app.set(store, key, `value ${at}`);
        for (const [at, [store, key]] of places.entries())
          expect(await app.get(store, key)).to.equal(`value ${at}`);
        await app.call('remove', 'a', 'b');
        expect((await app.call('keys', 'a')).value).to.have.members(['bc', 'B']);
        await app.call('clear', 'a');
        expect((await app.call('keys', 'a')).value).to.deep.equal([]);
        expect(await app.get('ab', 'c')).to.equal('value 1');
        expect(await app.get('A', 'b')).to.equal('value 4');
      });

      it('answers calls at once each with its own, and keeps all', async () => {
        const app = await appOf(folder);
        const keys = Array.from({ length: 20 }, (_, at) => `k${at}`);
        expect(await Promise.all(keys.map((key) => app.set('s', key, key)))).not.to.include(false);
        expect(await Promise.all(keys.map((key) => app.get('s', key)))).to.deep.equal(keys);
      });

      it('leaves no value in files and log', async () => {
        const app = await appOf(folder);
        await app.set('s', 'k', secret);
        await app.get('s', 'k');
        app.leave();
        expect(app.holds(secret, app.device.folder)).to.equal(false);
        expect(app.device.log.join()).not.to.include(secret);
      });

      it('gives no value where its files are damaged or its key is gone, and takes new ones', async () => {
        for (const harm of ['damage', 'restore', 'uninstall'] as const) {
          const app = await appOf(folder);
          await app.set('s', 'k', secret);
          app.leave();
          app[harm]();
          app.start();
          expect(await app.get('s', 'k'), harm).to.be.oneOf([undefined, null]);
          expect(await app.takes('s', 'new'), harm).to.equal(true);
          expect(app.device.crashes).to.deep.equal([]);
        }
      });

      it('refuses what is no text', async () => {
        const app = await appOf(folder);
        for (const args of [
          ['set', 's', 'k', 5],
          ['set', 's', null, 'v'],
          ['get', null, 'k'],
          ['get', 's', {}],
          ['remove', 's'],
          ['init', 7],
        ] as [string, ...unknown[]][])
          expect(await app.call(...args)).to.have.property('error');
        expect((await app.call('keys', 's')).value).to.deep.equal([]);
      });
    });
  }
});
