import {
  findBrowser,
  findDriver,
  matching,
  type Tool,
  type ToolSearch,
} from '../../devices/browser/tools.js';
import { notOk, type Check } from './check.js';

/** Chromium, ChromeDriver, and whether they fit together: each program is started once for all three. */
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
  ];
}
