import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import { renderAll } from '../src/report/index.js';
import { renderHtml } from '../src/report/html/page.js';
import { startBrowser } from '../test/report/browser.js';
import { many } from '../test/report/many.js';
import { median } from './median.js';

/**
 * How large report.html is, and how long it takes to write, to open and to filter, beside an HTML report of Playwright's
 * with as many results. `npx tsx bench/report.ts [rounds]`.
 */

const rounds = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-report-'));

interface Size {
  readonly runs: number;
  readonly most: { readonly bytes: number; readonly openMs: number; readonly writeMs?: number };
}

const audits = 85;
const sizes: readonly Size[] = [
  { runs: 20, most: { bytes: 1_000_000, openMs: 500 } },
  { runs: 300, most: { bytes: 4_000_000, openMs: 1500, writeMs: 3000 } },
];

interface Timed {
  readonly ms: number;
  /** Of this process alone: what counts where others use the machine. */
  readonly cpuMs: number;
}

function timed(work: () => void): Timed {
  const cpu = process.cpuUsage();
  const began = performance.now();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000 };
}

/** What the page's own thread has used of the processor until now, in milliseconds. */
async function watchThread(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
  };
}

/** From the beginning of navigation until `there` can be seen and the page answers. */
async function openTime(browser: Browser, url: string, there: string): Promise<Timed> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  try {
    const used = await watchThread(page);
    const before = await used();
    await page.goto(url, { waitUntil: 'commit' });
    await page.locator(there).first().waitFor({ state: 'attached' });
    const ms = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        }),
    );
    return { ms, cpuMs: (await used()) - before };
  } finally {
    await page.close();
  }
}

/** From an input until what it leaves is laid out, the longest of several. */
async function filterTime(browser: Browser, url: string): Promise<Timed> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  try {
    await page.goto(url);
    await page.locator('#matrix a.cell').first().scrollIntoViewIfNeeded();
    const used = await watchThread(page);
    const times: Timed[] = [];
    for (const [text, isFailing] of [
      ['rule', false],
      ['rule 4', false],
      ['rule', true],
      ['', false],
    ] as const) {
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
      const before = await used();
      const ms = await page.evaluate(
        ([value, checked]) => {
          const field = document.querySelector<HTMLInputElement>('#filter-text')!;
          const box = document.querySelector<HTMLInputElement>('input[name=outcome]')!;
          const began = performance.now();
          field.value = value;
          box.checked = checked;
          field.dispatchEvent(new Event('input', { bubbles: true }));
          document.querySelector('#matrix-view')!.getBoundingClientRect();
          return performance.now() - began;
        },
        [text, isFailing] as const,
      );
      times.push({ ms, cpuMs: (await used()) - before });
    }
    return {
      ms: Math.max(...times.map(({ ms }) => ms)),
      cpuMs: Math.max(...times.map(({ cpuMs }) => cpuMs)),
    };
  } finally {
    await page.close();
  }
}

/** A report of Playwright's about as many tests, of which as many fail. */
function playwrightReport(tests: number, failing: number): { url: string; bytes: number } {
  const place = path.join(folder, `playwright-${tests}`);
  mkdirSync(place, { recursive: true });
  const module = pathToFileURL(createRequire(import.meta.url).resolve('@playwright/test')).href;
  writeFileSync(
    path.join(place, 'playwright.config.mjs'),
    `export default { workers: 1, outputDir: 'results', reporter: [['html', { open: 'never', outputFolder: 'report' }]] };\n`,
  );
  writeFileSync(
    path.join(place, 'all.spec.mjs'),
    `import playwright from '${module}';
const { expect, test } = playwright;
for (let at = 0; at < ${tests}; at += 1) {
  test('What was stored under rule ' + at + ' is what an app reads back', async () => {
    await test.step('set key "a" of store "store" to canary 1', async () => undefined);
    const seen = at % ${Math.max(1, Math.floor(tests / failing))} === 0 ? 23 : 24;
    await test.step('get key "a" of store "store"', async () => expect(seen).toBe(24));
  });
}
`,
  );
  const cli = path.join(
    path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    'cli.js',
  );
  spawnSync(process.execPath, [cli, 'test', '--config', place], { cwd: place, stdio: 'ignore' });
  const report = path.join(place, 'report');
  const files = (readdirSync(report, { recursive: true }) as string[]).map((name) => path.join(report, name));
  return {
    url: pathToFileURL(path.join(report, 'index.html')).href,
    bytes: files
      .filter((file) => statSync(file).isFile())
      .reduce((sum, file) => sum + statSync(file).size, 0),
  };
}

const line = (name: string, value: string, most = ''): void =>
  console.log(`  ${name.padEnd(22)}${value.padStart(9)}  ${most}`);
const medianOf = (times: readonly Timed[]): Timed => ({
  ms: median(times.map(({ ms }) => ms)),
  cpuMs: median(times.map(({ cpuMs }) => cpuMs)),
});
const tell = (name: string, times: readonly Timed[], most: string): void => {
  const { ms, cpuMs } = medianOf(times);
  line(name, milliseconds(ms), `${milliseconds(cpuMs)} of the processor; ${most}`);
};
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
const milliseconds = (ms: number): string => `${Math.round(ms)} ms`;

const browser = await startBrowser();
try {
  for (const { runs, most } of sizes) {
    const result = many({ runs, audits, versions: ['2.2.0', '2.3.0'] });
    renderHtml(many({ runs: 1 }));
    const all = timed(() => renderAll(result));
    let html = '';
    const write = timed(() => (html = renderHtml(result)));
    const file = path.join(folder, `report-${runs}.html`);
    writeFileSync(file, html);
    const url = pathToFileURL(file).href;
    const ready = '#verdict .word';
    const [opens, drawn, filters]: [Timed[], Timed[], Timed[]] = [[], [], []];
    const failing = result.runs
      .flatMap((run) => run.audits)
      .filter(({ outcome }) => outcome === 'fail').length;
    const peer = runs <= 20 ? playwrightReport(audits * runs, failing) : undefined;
    const peerOpens: Timed[] = [];
    for (let round = 0; round < rounds; round += 1) {
      opens.push(await openTime(browser, url, ready));
      drawn.push(await openTime(browser, url, '#matrix a.cell'));
      filters.push(await filterTime(browser, url));
      if (peer !== undefined) peerOpens.push(await openTime(browser, peer.url, '.chip-header'));
    }
    console.log(`${audits} audits × ${runs} runs`);
    line('report.html', kilobytes(readFileSync(file).length), `at most ${kilobytes(most.bytes)}`);
    tell('written', [write], `at most ${most.writeMs ?? '-'} ms`);
    tell('all formats written', [all], '');
    tell('usable', opens, `at most ${most.openMs} ms`);
    tell('matrix drawn', drawn, '');
    tell('filtered', filters, 'at most 100 ms');
    if (peer !== undefined) {
      line(
        'Playwright’s report',
        kilobytes(peer.bytes),
        `ratio ${(html.length / peer.bytes).toFixed(2)} (below 1)`,
      );
      const ratio = medianOf(opens).cpuMs / medianOf(peerOpens).cpuMs;
      tell('Playwright’s usable', peerOpens, `ratio ${ratio.toFixed(2)} of the processor (below 1)`);
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
