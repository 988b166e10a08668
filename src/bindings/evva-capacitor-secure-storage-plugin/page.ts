import type { Binding } from '../../protocol/binding.js';
import { CapacitorPlugin, field, passOn } from '../capacitor/plugin.js';

interface SecureStorage {
  get(options: { readonly key: unknown }): unknown;
  set(options: { readonly key: unknown; readonly value: unknown }): unknown;
  remove(options: { readonly key: unknown }): unknown;
  keys(): unknown;
  clear(): unknown;
}

const plugin = new CapacitorPlugin<SecureStorage>('SecureStoragePlugin');

const binding: Binding = {
  missing: () => plugin.missing(),
  operations: {
    get: ({ key }, answer) => void passOn(plugin.api.get({ key }), answer, field('value')),
    set: ({ key, value }, answer) => void passOn(plugin.api.set({ key, value }), answer),
    remove: ({ key }, answer) => void passOn(plugin.api.remove({ key }), answer),
    keys: (_call, answer) => void passOn(plugin.api.keys(), answer, field('value')),
    clear: (_call, answer) => void passOn(plugin.api.clear(), answer),
  },
};

export default binding;
