export const meta = {
  title: 'The vault plugin of the examples',
  operations: ['available', 'set', 'get', 'remove'],
  contract: 'baseline',
};

/** Looked up in each call: this script is loaded before the plugin. */
const vault = () => window.vault;

export default {
  missing: () => (vault() === undefined ? 'window.vault is not defined' : undefined),
  operations: {
    available: (call, answer) => {
      vault().isReady().then(answer.resolved, answer.rejected);
    },
    set: ({ store, key, value }, answer) => {
      vault().write({ in: store, key, secret: value }).then(answer.resolved, answer.rejected);
    },
    get: ({ store, key }, answer) => {
      // The plugin gives { secret }, and null for a key that it does not know.
      vault()
        .read({ in: store, key })
        .then((found) => answer.resolved(found === null ? null : found.secret), answer.rejected);
    },
    remove: ({ store, key }, answer) => {
      vault().erase({ in: store, key }).then(answer.resolved, answer.rejected);
    },
  },
};
