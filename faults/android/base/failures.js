/** A call that fails for a reason that the plugin knows: `missing`, `damaged`, `arguments`. */
export class Failure extends Error {
  constructor(reason, key) {
    super(reason);
    this.reason = reason;
    this.key = key;
  }
}

/** What the error callback gets by the documents of cordova-plugin-secure-storage: texts. */
export const texts = {
  missing: (key) => `Key [${key}] not found.`,
  damaged: () => 'There was an error accessing the KeyStore.',
  arguments: () => 'A store, a key and a value are texts.',
};

const coded = (code, message) => () => ({ code: `OS-PLUG-KSTR-${code}`, message });

/** What it gets by those of OutSystems' Key Store plugin: a code and its message. */
export const codes = {
  missing: coded('0012', 'Key does not exist.'),
  damaged: coded('0015', 'There was an error accessing the KeyStore.'),
  arguments: coded('0015', 'There was an error accessing the KeyStore.'),
};
