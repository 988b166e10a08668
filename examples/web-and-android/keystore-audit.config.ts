import { defineConfig } from 'keystore-audit';

const plugin = 'cordova-plugin-secure-storage@2.6.8';

/** One report of two platforms: the plugin's web half in Chromium, and its half for Android on a virtual device. */
export default defineConfig({
  runs: [
    { target: 'web', plugin, areas: ['operations', 'secrecy'] },
    {
      target: 'android',
      plugin,
      // A serial as "keystore-audit devices" lists it audits on a phone or an emulator.
      device: 'virtual',
      areas: ['operations'],
      audits: ['value-at-rest', 'restart-persistence', 'upgrade-persistence'],
    },
  ],
});
