/**
 * The least that can be done: starts Appium, opens the sessions that an audit opens, and sends the step lists that it
 * sends. Reads what to do from the file named as its argument, and prints nothing.
 */
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { remote } from 'webdriverio';
import { writtenSince } from '../dist/src/devices/browser/storage.js';

const { appium, home, browser, fixture, scripts, acts } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const temporary = mkdtempSync(path.join(os.tmpdir(), 'bare-'));
const types = { '.html': 'text/html', '.js': 'text/javascript' };
const server = createServer((request, response) => {
  const file = path.join(fixture, new URL(request.url, 'http://x').pathname.replace(/\/$/, '/index.html'));
  if (!existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
  return createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const port = 20000 + Math.floor(Math.random() * 20000);
const child = spawn(
  process.execPath,
  [appium, 'server', '--address', '127.0.0.1', '--port', String(port), '--use-drivers', 'chromium'],
  { env: { ...process.env, APPIUM_HOME: home }, stdio: 'ignore', detached: true },
);
for (;;) {
  const ready = await fetch(`http://127.0.0.1:${port}/status`).then(
    ({ ok }) => ok,
    () => false,
  );
  if (ready) break;
  await pause(20);
}
const profile = path.join(temporary, 'profile');
const open = () =>
  remote({
    hostname: '127.0.0.1',
    port,
    logLevel: 'silent',
    connectionRetryCount: 0,
    capabilities: {
      platformName: 'linux',
      'appium:automationName': 'Chromium',
      'appium:executable': browser.driver,
      'appium:autodownloadEnabled': false,
      'appium:chromedriverPort': 40000 + Math.floor(Math.random() * 20000),
      'goog:chromeOptions': {
        binary: browser.browser,
        args: [...browser.args, `--user-data-dir=${profile}`],
      },
    },
  });
let session;
let began;
for (const act of acts) {
  session ??= await open();
  if (act.end) {
    await session.deleteSession();
    session = undefined;
    continue;
  }
  if (act.write !== undefined) {
    await writtenSince(profile, began, act.write, new AbortController().signal);
    continue;
  }
  if (act.kill) {
    process.kill(session.capabilities['goog:processID'], 'SIGKILL');
    await session.deleteSession().catch(() => undefined);
    session = undefined;
    continue;
  }
  began = Date.now();
  if (act.load) {
    const host = act.origin === '' ? '127.0.0.1' : `${act.origin}.localhost`;
    await session.navigateTo(`http://${host}:${server.address().port}/`);
  }
  let told = await session.executeAsyncScript(scripts.begin, [act.wire]);
  while (told === null) told = await session.executeAsyncScript(scripts.wait, [act.wire]);
}
await session?.deleteSession();
process.kill(-child.pid, 'SIGTERM');
await new Promise((resolve) => child.once('exit', resolve));
server.closeAllConnections();
server.close();
rmSync(temporary, { recursive: true, force: true, maxRetries: 10 });
