import type { Binding } from '../../protocol/binding.js';
import { CapacitorPlugin, field, passOn } from '../capacitor/plugin.js';

interface PersistentAccount {
  readAccount(): unknown;
  saveAccount(options: { readonly data: unknown }): unknown;
}

const plugin = new CapacitorPlugin<PersistentAccount>('CapacitorPersistentAccount');

// There is one account and no key to it, no way to remove it and none to ask whether it is there.
const binding: Binding = {
  missing: () => plugin.missing(),
  operations: {
    get: (_call, answer) => void passOn(plugin.api.readAccount(), answer, field('data')),
    set: ({ value }, answer) => void passOn(plugin.api.saveAccount({ data: value }), answer),
  },
};

export default binding;
