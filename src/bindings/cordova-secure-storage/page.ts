import type { Answer, Binding, BindingCall } from '../../protocol/binding.js';

/** One opened store of the plugin. */
interface SecureStorage {
  get(success: (value: unknown) => void, error: (error: unknown) => void, key: unknown): void;
  set(
    success: (value: unknown) => void,
    error: (error: unknown) => void,
    key: unknown,
    value: unknown,
    authenticate?: boolean,
  ): void;
  remove(success: (value: unknown) => void, error: (error: unknown) => void, key: unknown): void;
  keys(success: (value: unknown) => void, error: (error: unknown) => void): void;
  clear(success: (value: unknown) => void, error: (error: unknown) => void): void;
}

type Constructor = new (
  success: () => void,
  error: (error: unknown) => void,
  store: unknown,
) => SecureStorage;

const constructorOf = (): Constructor | undefined =>
  (window as { cordova?: { plugins?: { SecureStorage?: Constructor } } }).cordova?.plugins?.SecureStorage;

type Use = (store: SecureStorage) => void;

/** A store that was asked for: opened, failed, or neither yet. */
interface Entry {
  opened?: SecureStorage;
  failed?: { error: unknown };
  waiting: { use: Use; answer: Answer }[];
}

/** Stores are opened once and used after their success callback, as the plugin's documentation asks for. */
const stores = new Map<unknown, Entry>();

function withStore({ store }: BindingCall, answer: Answer, use: Use): void {
  const known = stores.get(store);
  if (known === undefined) open(store, answer, use);
  else if (known.opened !== undefined) use(known.opened);
  else if (known.failed !== undefined) answer.rejected(known.failed.error);
  else known.waiting.push({ use, answer });
}

function open(store: unknown, answer: Answer, use: Use): void {
  const SecureStorage = constructorOf();
  if (SecureStorage === undefined) throw new TypeError('cordova.plugins.SecureStorage is not defined');
  const entry: Entry = { waiting: [] };
  stores.set(store, entry);
  let made: SecureStorage | undefined;
  let succeeded = 0;
  // A second success would make an app do what it does first a second time: so does this.
  const opened = (storage: SecureStorage): void => {
    entry.opened = storage;
    use(storage);
    for (const waiting of entry.waiting.splice(0)) waiting.use(storage);
  };
  const failed = (error: unknown): void => {
    entry.failed = { error };
    answer.rejected(error);
    for (const waiting of entry.waiting.splice(0)) waiting.answer.rejected(error);
  };
  try {
    const success = (): void => {
      succeeded += 1;
      if (made !== undefined) opened(made);
    };
    made = new SecureStorage(success, failed, store);
  } catch (thrown) {
    stores.delete(store);
    throw thrown;
  }
  // The success callback may have come while the constructor still ran.
  for (let early = succeeded; early > 0; early -= 1) opened(made);
}

const binding: Binding = {
  missing: () =>
    typeof constructorOf() === 'function' ? undefined : 'cordova.plugins.SecureStorage is not a function',
  operations: {
    available: (_call, answer) => answer.resolved(binding.missing() === undefined),
    get: (call, answer) =>
      withStore(call, answer, (store) => store.get(answer.resolved, answer.rejected, call.key)),
    set: (call, answer) =>
      withStore(call, answer, (store) =>
        call.authenticate === undefined
          ? store.set(answer.resolved, answer.rejected, call.key, call.value)
          : store.set(answer.resolved, answer.rejected, call.key, call.value, call.authenticate),
      ),
    remove: (call, answer) =>
      withStore(call, answer, (store) => store.remove(answer.resolved, answer.rejected, call.key)),
    keys: (call, answer) => withStore(call, answer, (store) => store.keys(answer.resolved, answer.rejected)),
    clear: (call, answer) =>
      withStore(call, answer, (store) => store.clear(answer.resolved, answer.rejected)),
  },
};

export default binding;
