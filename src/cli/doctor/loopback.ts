import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { notOk, type Check } from './check.js';

/** Appium and the fixture listen on 127.0.0.1 alone. */
export const loopback: Check = {
  id: 'loopback',
  title: 'Loopback',
  async check() {
    const server = createServer((_request, response) => response.end('here'));
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(0, '127.0.0.1', resolve);
      });
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5000) });
      if ((await answer.text()) === 'here') return { ok: true, detail: '127.0.0.1 answers.' };
      return { ok: false, detail: 'Something else answers on 127.0.0.1.', hint };
    } catch (error) {
      return { ...notOk(error), hint };
    } finally {
      server.close();
      server.closeAllConnections();
    }
  },
};

const hint = 'Let programs listen on 127.0.0.1: see the firewall or the sandbox of this machine.';
