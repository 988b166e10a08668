import { createActions } from './actions.js';
import { createCipher } from './cipher.js';
import { Failure, texts } from './failures.js';
import { createFiles } from './files.js';
import { createKeyring } from './keyring.js';
import { createVault } from './vault.js';

/**
 * A native half of cordova-plugin-secure-storage, made of pieces that a fault replaces: keyring, cipher, files, vault,
 * failures, actions, and the plugin itself. Each of `changes` gets the correct piece, the host and what the piece stands
 * on, and gives the piece to use.
 *
 * @returns what `keystore-audit virtual android --native` takes
 */
export function native(changes = {}) {
  return (host) => {
    const parts = { host };
    const use = (name, right) => (parts[name] = changes[name]?.(right, parts) ?? right);
    use('keyring', createKeyring(host));
    use('cipher', createCipher());
    use('files', createFiles(host));
    use('vault', createVault(parts));
    use('failures', texts);
    use('actions', createActions(parts));
    return [use('plugin', createPlugin(parts))];
  };
}

function createPlugin({ actions, failures }) {
  return {
    service: 'SecureStorage',
    async exec(action, args) {
      if (!Object.hasOwn(actions, action)) throw 'Invalid action';
      try {
        return await actions[action](...args);
      } catch (error) {
        throw error instanceof Failure ? failures[error.reason](error.key) : error;
      }
    },
  };
}
