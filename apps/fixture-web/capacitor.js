// What plugin.js is bundled from: Capacitor's core and the plugin, whose exports the binding finds under a name of ours.
import { Capacitor } from '@capacitor/core';
import * as plugin from 'plugin-under-audit';

window.__keystoreAuditPlugin = plugin;

// As in a Cordova page, the runtime is told what this platform has no implementation of. What the plugin does not export
// is not looked at: some of what Capacitor itself registers is for phones alone.
for (const [name, proxy] of Object.entries(Capacitor.Plugins)) {
  if (Object.values(plugin).includes(proxy) && !Capacitor.isPluginAvailable(name)) {
    window.__keystoreAudit.bridgeMissing(name);
  }
}
