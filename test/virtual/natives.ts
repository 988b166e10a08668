import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NativeFactory } from '../../src/virtual/native-api.js';

/** A native half that does what the page asks, to see the device from inside an app. */
export const testNatives: NativeFactory = (host) => [
  {
    service: 'Echo',
    async exec(action, args) {
      switch (action) {
        case 'echo':
          return args[0];
        case 'nothing':
          return undefined;
        case 'refuse':
          throw args[0];
        case 'throw':
          throw new Error(String(args[0]));
        case 'write':
          writeFileSync(path.join(host.dataDir, String(args[0])), String(args[1]));
          return undefined;
        case 'authenticate':
          return host.authenticate(args[0] as Parameters<typeof host.authenticate>[0]);
        case 'confirm':
          return host.confirmCredential('Please confirm');
        case 'state':
          return {
            lock: host.lockState(),
            biometrics: host.biometrics(),
            greeting: host.preferences['greeting'],
          };
        case 'crash':
          host.crash(
            'java.lang.IllegalStateException: asked for\n\tat org.example.Echo.execute(Echo.java:1)',
          );
          return undefined;
        case 'log':
          host.log('I', 'Echo', String(args[0]));
          return undefined;
        default:
          return undefined;
      }
    },
  },
];
