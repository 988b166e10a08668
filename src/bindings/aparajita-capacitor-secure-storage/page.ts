import type { Binding } from '../../protocol/binding.js';
import { CapacitorPlugin, passOn } from '../capacitor/plugin.js';

interface SecureStorage {
  get(key: unknown): unknown;
  set(key: unknown, data: unknown): unknown;
  remove(key: unknown): unknown;
  keys(): unknown;
  clear(): unknown;
}

const plugin = new CapacitorPlugin<SecureStorage>('SecureStorage');

// Its prefix is no store: there is one for all calls at a time, and calls that are pending would change theirs.
const binding: Binding = {
  missing: () => plugin.missing(),
  operations: {
    get: ({ key }, answer) => void passOn(plugin.api.get(key), answer),
    set: ({ key, value }, answer) => void passOn(plugin.api.set(key, value), answer),
    remove: ({ key }, answer) => void passOn(plugin.api.remove(key), answer),
    keys: (_call, answer) => void passOn(plugin.api.keys(), answer),
    clear: (_call, answer) => void passOn(plugin.api.clear(), answer),
  },
};

export default binding;
