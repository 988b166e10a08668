import { expect } from 'chai';
import path from 'node:path';
import type { Binding, BindingCall } from '../../src/protocol/binding.js';
import { listBindings } from '../../src/plugins/bindings.js';
import type { Operation } from '../../src/terms.js';

type Api = Record<string, (...args: unknown[]) => unknown>;

const metas = listBindings().filter(({ family }) => family === 'capacitor');

async function bindingOf(id: string): Promise<Binding> {
  const { folder } = metas.find((meta) => meta.id === id)!;
  return ((await import(path.join(folder, 'page.js'))) as { default: Binding }).default;
}

const page = (exports?: object): void => {
  (globalThis as { window?: object }).window =
    exports === undefined ? {} : { __keystoreAuditPlugin: exports };
};

/** Makes one call, and gives how it was answered. */
async function answerOf(binding: Binding, operation: Operation, call: BindingCall = {}): Promise<unknown[]> {
  const told: unknown[] = [];
  binding.operations[operation]!(call, {
    resolved: (value) => told.push('resolved', value),
    rejected: (error) => told.push('rejected', error),
  });
  await new Promise((resolve) => setTimeout(resolve, 0));
  return told;
}

/** What each plugin is called with, by its typings. */
const calls: Record<string, { readonly exported: string; readonly made: [Operation, string, unknown[]][] }> =
  {
    'capacitor-secure-storage-plugin': {
      exported: 'SecureStoragePlugin',
      made: [
        ['set', 'set', [{ key: 'k', value: 'v' }]],
        ['get', 'get', [{ key: 'k' }]],
        ['remove', 'remove', [{ key: 'k' }]],
        ['keys', 'keys', []],
        ['clear', 'clear', []],
      ],
    },
    'aparajita-capacitor-secure-storage': {
      exported: 'SecureStorage',
      made: [
        ['set', 'set', ['k', 'v']],
        ['get', 'get', ['k']],
        ['remove', 'remove', ['k']],
        ['keys', 'keys', []],
        ['clear', 'clear', []],
      ],
    },
    'capgo-capacitor-persistent-account': {
      exported: 'CapacitorPersistentAccount',
      made: [
        ['set', 'saveAccount', [{ data: 'v' }]],
        ['get', 'readAccount', []],
      ],
    },
  };
calls['evva-capacitor-secure-storage-plugin'] = calls['capacitor-secure-storage-plugin']!;

for (const [id, { exported, made }] of Object.entries(calls)) {
  describe(`the binding ${id}`, () => {
    let binding: Binding;
    before(async () => {
      binding = await bindingOf(id);
    });
    after(() => delete (globalThis as { window?: object }).window);

    it('has the operations that its binding.json names, and says what it lacks', () => {
      const meta = metas.find((each) => each.id === id)!;
      expect(Object.keys(binding.operations).sort()).to.deep.equal([...meta.operations].sort());
      expect(made.map(([operation]) => operation).sort()).to.deep.equal([...meta.operations].sort());
      expect(meta.lacks).to.include('stores');
    });

    it('says what it looked for and did not find', () => {
      page();
      expect(binding.missing()).to.include('did not load');
      page({});
      expect(binding.missing()).to.include(exported);
      page({ [exported]: {} });
      expect(binding.missing()).to.equal(undefined);
    });

    for (const [operation, method, args] of made) {
      it(`maps ${operation} to ${method}, passes arguments on as they are, and the answer`, async () => {
        const seen: unknown[][] = [];
        const api: Api = { [method]: (...given) => Promise.resolve(void seen.push(given)) };
        page({ [exported]: api });
        const call = { store: 's', key: 'k', value: 'v' };
        expect(await answerOf(binding, operation, call)).to.deep.equal(['resolved', undefined]);
        expect(seen).to.deep.equal([args]);

        const error = { any: 'thing' };
        page({ [exported]: { [method]: () => Promise.reject(error) } });
        expect(await answerOf(binding, operation, call)).to.deep.equal(['rejected', error]);

        page({ [exported]: { [method]: () => new Promise(() => undefined) } });
        expect(await answerOf(binding, operation, call)).to.deep.equal([]);

        page({
          [exported]: {
            [method]: () => {
              throw new Error('at once');
            },
          },
        });
        expect(() => binding.operations[operation]!(call, {} as never)).to.throw('at once');
      });
    }
  });
}

describe('the answers of Capacitor plugins', () => {
  after(() => delete (globalThis as { window?: object }).window);
  const got = async (id: string, method: string, gives: unknown, operation: Operation) => {
    page({ [calls[id]!.exported]: { [method]: () => Promise.resolve(gives) } });
    return (await answerOf(await bindingOf(id), operation))[1];
  };

  it('are the documented field of what a get or a list of keys gives', async () => {
    expect(await got('capacitor-secure-storage-plugin', 'get', { value: 'v' }, 'get')).to.equal('v');
    expect(await got('evva-capacitor-secure-storage-plugin', 'keys', { value: ['k'] }, 'keys')).to.deep.equal(
      ['k'],
    );
    expect(await got('capgo-capacitor-persistent-account', 'readAccount', { data: 'v' }, 'get')).to.equal(
      'v',
    );
  });

  it('are passed on as they are where that field is missing, or none is documented', async () => {
    for (const odd of [null, undefined, 'text', 7, { other: 1 }])
      expect(await got('capacitor-secure-storage-plugin', 'get', odd, 'get')).to.deep.equal(odd);
    expect(await got('capacitor-secure-storage-plugin', 'set', { value: true }, 'set')).to.deep.equal({
      value: true,
    });
    expect(await got('aparajita-capacitor-secure-storage', 'get', { value: 'v' }, 'get')).to.deep.equal({
      value: 'v',
    });
  });
});
