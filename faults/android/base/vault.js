import { Failure } from './failures.js';
import { digest } from './files.js';
import { idOf } from './keyring.js';

/**
 * What the actions stand on: five operations of stores, each a promise. They run one after the other in a thread of their
 * own.
 */
export function createVault({ keyring, cipher, files }) {
  const inTurn = oneThread();

  /** The store's content and the key that opens it. Throws a Failure where there is no such key. */
  function opened(store) {
    const content = files.read(store);
    if (content === undefined) return undefined;
    const key = keyring.read();
    if (key === undefined || idOf(key) !== content.keyId) throw new Failure('damaged');
    return { key, ...content };
  }

  /** What a new value is put into. A store that cannot be read any more is thrown away. */
  function writable(store) {
    try {
      const there = opened(store);
      if (there !== undefined) return there;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
    const key = keyring.read() ?? keyring.make();
    return { key, keyId: idOf(key), entries: new Map() };
  }

  function open(key, sealed, about) {
    try {
      return cipher.open(key, sealed, about);
    } catch {
      throw new Failure('damaged');
    }
  }

  const operations = {
    set(store, key, value) {
      const content = writable(store);
      const at = digest(key);
      const parts = [key, value].map((text, index) =>
        cipher.seal(content.key, text, `${store}/${at}/${index}`),
      );
      content.entries.set(at, parts.join(' '));
      files.write(store, content);
    },
    /** Undefined where there is none. */
    get(store, key) {
      const content = opened(store);
      const at = digest(key);
      const sealed = content?.entries.get(at);
      return sealed === undefined ? undefined : open(content.key, sealed.split(' ')[1], `${store}/${at}/1`);
    },
    remove(store, key) {
      const content = opened(store);
      if (content?.entries.delete(digest(key))) files.write(store, content);
    },
    keys(store) {
      const content = opened(store);
      return [...(content?.entries ?? [])].map(([at, sealed]) =>
        open(content.key, sealed.split(' ')[0], `${store}/${at}/0`),
      );
    },
    clear(store) {
      files.delete(store);
    },
  };
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [
      name,
      (...args) => inTurn(() => operation(...args)),
    ]),
  );
}

/** Lets one piece of work through at a time, in the order of asking, none in the turn in which it is asked for. */
export function oneThread() {
  let last = Promise.resolve();
  return (work) => {
    const done = last.then(() => new Promise((resolve) => setImmediate(resolve))).then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
