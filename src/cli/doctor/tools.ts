import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { browserArguments } from '../../devices/browser/capabilities.js';
import {
  findBrowser,
  findDriver,
  matching,
  type Tool,
  type ToolSearch,
} from '../../devices/browser/tools.js';
import { notOk, type Check, type CheckAnswer } from './check.js';

/** Chromium, ChromeDriver, whether they fit together, and whether Chromium shows a page. Each is looked for once. */
export function browserChecks(search: ToolSearch, fix: () => Promise<unknown>): Check[] {
  let browser: Promise<Tool> | undefined;
  let driver: Promise<Tool> | undefined;
  const theBrowser = (): Promise<Tool> => (browser ??= findBrowser(search));
  const theDriver = (): Promise<Tool> => (driver ??= findDriver(search));
  const found = async (tool: Promise<Tool>) => {
    const { version, path } = await tool;
    return { ok: true, detail: `${version} (${path})` };
  };
  return [
    { id: 'chromium', title: 'Chromium', check: () => found(theBrowser()).catch(notOk), fix },
    { id: 'chromedriver', title: 'ChromeDriver', check: () => found(theDriver()).catch(notOk), fix },
    {
      id: 'chromedriver-match',
      title: 'Chromium and ChromeDriver',
      async check() {
        const [one, other] = await Promise.allSettled([theBrowser(), theDriver()]);
        if (one.status === 'rejected' || other.status === 'rejected') {
          return { ok: false, detail: 'Not known: one of them is missing.' };
        }
        try {
          matching(one.value, other.value);
          return { ok: true, detail: 'the same major version' };
        } catch (error) {
          return notOk(error);
        }
      },
      fix,
    },
    {
      id: 'chromium-start',
      title: 'Start of Chromium',
      check: () =>
        theBrowser().then(
          (browser) => startOf(browser, search.env),
          () => ({ ok: false, detail: 'Not known: it is missing.' }),
        ),
    },
  ];
}

/** Whether this browser gets as far as an empty page. Finding it says nothing about that: a sandbox may be missing. */
async function startOf({ path: browser }: Tool, env: NodeJS.ProcessEnv): Promise<CheckAnswer> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'keystore-audit-doctor-'));
  try {
    const { failed, stderr } = await execa(
      browser,
      [...browserArguments(profile), '--dump-dom', 'about:blank'],
      { env, extendEnv: false, stdin: 'ignore', reject: false, timeout: 20_000 },
    );
    if (!failed) return { ok: true, detail: 'it shows an empty page' };
    if (!stderr.includes('No usable sandbox')) {
      const told = stderr.trim().split('\n').at(-1)!.slice(0, 300);
      return { ok: false, detail: `${browser} does not start: ${told || 'it says nothing.'}` };
    }
    return {
      ok: false,
      detail: `${browser} finds no sandbox: users may make no namespaces here.`,
      hint: 'Install chromium-sandbox (Debian), let users make namespaces, or, in a container, be root.',
    };
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
