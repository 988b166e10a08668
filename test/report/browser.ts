import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from '@playwright/test';
import { findBrowser } from '../../src/devices/browser/tools.js';

/** A page that was opened from disk, and everything that went wrong or out while it was open. */
export interface Opened {
  readonly page: Page;
  /** Messages of the console, errors that nobody caught, refusals of the content security policy. */
  readonly troubles: string[];
  /** Addresses that the page asked for, beside its own and `data:`. */
  readonly requests: string[];
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
  /** What follows the page's own address, with the `#`. */
  readonly at?: string;
}

/** The Chromium that audits of the web run in. */
export async function startBrowser(): Promise<Browser> {
  const { path: executablePath } = await findBrowser({ env: process.env });
  return chromium.launch({
    executablePath,
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}

/** Writes a page into a folder and opens it from there. */
export async function openPage(
  browser: Browser,
  folder: string,
  html: string,
  look: Look = {},
): Promise<Opened> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'report.html');
  writeFileSync(file, html);
  const { width = 1200, height = 900, scheme = 'light', script = true, at = '' } = look;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: script,
  });
  const [troubles, requests]: [string[], string[]] = [[], []];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const own = pathToFileURL(file).href;
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(own) && !url.startsWith('data:')) requests.push(url);
  });
  await page.goto(`${own}${at}`);
  return { page, troubles, requests };
}
