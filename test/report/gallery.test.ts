import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from '@playwright/test';
import { expect } from 'chai';
import { renderHtml } from '../../src/report/html/page.js';
import { temporary } from '../cli/temporary.js';
import { openPage, startBrowser, type Look, type Opened } from './browser.js';
import { gallery } from './gallery.js';
import { many } from './many.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds on the page as it is, with the elements that it is about. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  await layOut(page);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: Violation[];
  };
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
  );
}

/** Lays out what waits until a reader comes near: it would not be looked at, and be empty in a picture. */
async function layOut(page: Page): Promise<void> {
  await page.evaluate(() => {
    document.styleSheets[0]!.insertRule('section { content-visibility: visible !important; }', 0);
  });
}

/** Pictures of the gallery are kept in the folder that this names, for people to look at. */
const keep = process.env['KEYSTORE_AUDIT_GALLERY'];

async function keepPicture(page: Page, name: string, { width, scheme }: Look): Promise<number> {
  if (keep === undefined) return 0;
  await layOut(page);
  const file = path.join(keep, `${name}-${width}-${scheme}.png`);
  return (await page.screenshot({ path: file, fullPage: true })).length;
}

describe('report.html in Chromium', function () {
  this.timeout(120_000);
  const space = temporary();
  let browser: Browser;
  let opened: Opened | undefined;

  before(async () => {
    browser = await startBrowser();
    if (keep !== undefined) mkdirSync(keep, { recursive: true });
  });
  afterEach(async () => {
    await opened?.page.close();
    opened = undefined;
  });
  after(async () => {
    await browser.close();
    space.remove();
  });

  async function open(html: string, look: Look = {}): Promise<Page> {
    opened = await openPage(browser, space.empty(), html, look);
    return opened.page;
  }

  /** Together they show both widths and both schemes. */
  const looks: readonly Look[] = [
    { width: 1200, scheme: 'light' },
    { width: 360, scheme: 'dark' },
  ];
  const moreLooks: readonly Look[] = [
    { width: 1200, scheme: 'dark' },
    { width: 360, scheme: 'light' },
  ];
  for (const [name, { result, ...beside }] of Object.entries(gallery)) {
    const html = renderHtml(result, beside);
    for (const look of looks) {
      it(`can be read and used by everybody: "${name}", ${look.width} px, ${look.scheme}`, async () => {
        const page = await open(html, look);
        await keepPicture(page, name, look);
        await layOut(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).to.equal(0);
        expect(await violations(page)).to.deep.equal([]);
        expect(opened!.requests).to.deep.equal([]);
        expect(opened!.troubles).to.deep.equal([]);
      });
    }
    if (keep === undefined) continue;
    for (const look of moreLooks) {
      it(`is kept as a picture: "${name}", ${look.width} px, ${look.scheme}`, async () => {
        expect(await keepPicture(await open(html, look), name, look)).to.be.greaterThan(10_000);
      });
    }
  }

  describe('the verdict', () => {
    it('is on the first screen of a phone, with its reason', async () => {
      const page = await open(renderHtml(gallery['findings']!.result), { width: 360, height: 740 });
      for (const text of [
        'Not compatible',
        'A secret can be lost or exposed',
        'A value that was set is not',
      ]) {
        const place = await page.locator('#verdict').getByText(text).first().boundingBox();
        expect(place!.y + place!.height, text).to.be.lessThan(740);
      }
    });

    for (const [width, height] of [
      [1200, 900],
      [360, 740],
    ] as const) {
      it(`answers whether one may ship on Android 14, and if not, why, at ${width} px`, async () => {
        const { result, ...beside } = gallery['shipping']!;
        const page = await open(renderHtml(result, beside), { width, height });
        const lines = page.locator('#verdict .glance li').filter({ hasText: 'Android 14' });
        expect(await lines.count()).to.equal(2);
        for (const line of await lines.all()) {
          const place = await line.boundingBox();
          expect(place!.y + place!.height).to.be.lessThan(height);
        }
        const [genuine, modelled] = [lines.nth(0), lines.nth(1)];
        expect(await genuine.innerText()).to.match(
          /Android 14\s+not compatible\s+Whoever leaves the prompt gets the value/i,
        );
        expect(await modelled.innerText()).to.match(/Android 14\s+not known\s+MODELLED/i);
        const left = (of: Locator) => of.evaluate((element) => getComputedStyle(element).borderLeftStyle);
        expect([await left(genuine), await left(modelled)]).to.deep.equal(['solid', 'dashed']);

        await genuine.getByRole('link').click();
        const panel = page.locator('#verdict .verdict:target');
        expect(await panel.innerText()).to.match(/Android 14\s+Pixel 8, emulator\s+not compatible/i);
        await panel.getByRole('link', { name: 'Whoever leaves the prompt gets the value' }).click();
        const finding = page.locator('.finding:target');
        expect(await finding.innerText()).to.contain(
          'After the back button, get was resolved with canary 1.',
        );
        expect(await finding.innerText()).to.contain('keystore-audit run android');
        await finding.getByText('Basis, evidence and steps').click();
        const picture = finding.getByRole('img', { name: 'The prompt before the back button' });
        await picture.waitFor();
        expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).to.equal(90);
      });
    }

    it('says what it would take where a phone must not be changed', async () => {
      const page = await open(renderHtml(gallery['shipping']!.result));
      const panel = page.locator('#verdict .verdict').filter({ hasText: 'Android 13' });
      await panel.getByRole('link', { name: 'What it would take' }).click();
      const text = (await page.locator('#open').innerText()).replace(/\s+/g, ' ');
      expect(text).to.contain(
        'An emulator, or a phone that may be changed: run again with --disposable. It would change the device: ' +
          'its screen lock, fingers, clock or language, or restart it. would change the device',
      );
      expect(text).to.contain('on 1 of 4 runs: Android 13');
      expect(text).to.contain('on 1 of 4 runs: Android 14, MODELLED');
    });

    it('leads to the finding', async () => {
      const page = await open(renderHtml(gallery['findings']!.result));
      await page
        .locator('#verdict')
        .getByRole('link', { name: 'A value that was set is not what is read' })
        .click();
      await page.waitForFunction(() => {
        const { top } = document.querySelector('#finding-set-then-get')!.getBoundingClientRect();
        return top >= 0 && top < 120;
      });
      expect(await page.evaluate(() => document.activeElement!.id)).to.equal('finding-set-then-get');
    });

    it('cannot be mistaken for one of a device where a model answered', async () => {
      const page = await open(renderHtml(gallery['virtual']!.result));
      expect(await page.locator('.modelled-notice').isVisible()).to.equal(true);
      expect(await page.locator('#verdict .verdict').innerText()).to.match(/Not known\s+MODELLED/i);
      for (const finding of await page.locator('.finding').all()) {
        expect(await finding.locator('.tags').textContent()).to.match(/MODELLED/i);
      }
      const marks = await page.locator('#matrix td[data-label="Outcome"]').allTextContents();
      expect(marks).to.have.length(2);
      for (const mark of marks) expect(mark).to.match(/modelled/i);
    });
  });

  describe('a word that a reader does not know', () => {
    const isReached = (page: Page, id: string) =>
      page.waitForFunction((of) => {
        const { top, bottom } = document.getElementById(of)!.getBoundingClientRect();
        return top >= 40 && bottom <= innerHeight && document.activeElement!.id === of;
      }, id);

    it('leads by keyboard to what it means, from verdict, findings and matrix', async () => {
      const page = await open(renderHtml(gallery['several']!.result));
      for (const [place, name, word, says] of [
        ['#verdict', 'not known', 'not-known', 'It says neither yes nor no.'],
        ['#verdict', 'modelled', 'modelled', 'A virtual device answered'],
        ['#findings', 'documented as unsafe', 'weakness', 'the secret is not safe there'],
        ['#matrix', 'not decided', 'inconclusive', 'neither good nor bad news'],
        ['#matrix', 'does not apply', 'not-applicable', 'No answer is missing'],
        ['#matrix', 'for information', 'informative', 'nobody promised anything'],
        ['#open', 'unstable', 'unstable', 'the answers differed'],
      ] as const) {
        const link = page.locator(place).getByRole('link', { name, exact: true }).first();
        await link.focus();
        await page.keyboard.press('Enter');
        await isReached(page, `word-${word}`);
        expect(await page.locator(`#word-${word}`).innerText()).to.contain(says);
      }
    });

    it('leads there from an audit that was opened, and back', async () => {
      const at = '#/web/chromium-156/cordova-plugin-secure-storage@2.6.8/call-settlement';
      const page = await open(renderHtml(gallery['findings']!.result), { at });
      await page.getByRole('dialog').getByRole('link', { name: 'unstable' }).press('Enter');
      await isReached(page, 'word-unstable');
      expect(await page.locator('dialog').getAttribute('open')).to.equal(null);
      await page.goBack();
      await page.waitForSelector('dialog[open]');
      expect(await page.locator('dialog h2').innerText()).to.contain('call-settlement');
      expect(await violations(page)).to.deep.equal([]);
    });

    it('is explained where no script may run', async () => {
      const page = await open(renderHtml(gallery['several']!.result), { script: false });
      await page.locator('#findings').getByRole('link', { name: 'What the words mean' }).click();
      expect(new URL(page.url()).hash).to.equal('#words');
      expect(await page.locator('#words').textContent()).to.contain('The audit has no answer.');
    });
  });

  describe('an accepted finding', () => {
    const colour = (page: Page, selector: string, property: string) =>
      page.evaluate(([what, of]) => getComputedStyle(document.querySelector(what)!).getPropertyValue(of), [
        selector,
        property,
      ] as const);

    it('stands after the open ones, looks weaker, and says why and until when', async () => {
      const page = await open(renderHtml(gallery['accepted']!.result));
      const titles = await page.locator('.finding h3').allTextContents();
      expect(titles.map((title) => title.split(' ').at(-1))).to.deep.equal([
        'value-at-rest',
        'set-then-get',
        'get-missing-key',
      ]);
      const accepted = page.locator('#finding-set-then-get');
      expect(await accepted.innerText()).to.contain(
        'Accepted until 2026-08-31: Fixed in the next release; nobody uses key "b".',
      );
      const red = await colour(page, '#verdict .word', 'color');
      for (const selector of ['#finding-set-then-get .tag.critical', '#finding-set-then-get h3']) {
        expect(await colour(page, selector, 'color'), selector).not.to.equal(red);
      }
      expect(await colour(page, '#finding-set-then-get', 'border-left-color')).not.to.equal(red);
      expect(await colour(page, '#verdict .reasons .accepted .tag', 'color')).not.to.equal(red);
      expect(await page.locator('#verdict').innerText()).to.contain('accepted until 2026-08-31');
    });

    it('looks open when its time is over, and says so', async () => {
      const page = await open(renderHtml(gallery['accepted']!.result));
      const ended = page.locator('#finding-value-at-rest');
      expect(await ended.getAttribute('class')).to.equal('finding minor');
      expect(await ended.locator('.tags').innerText()).to.contain('acceptance ended 2026-04-30');
      expect(await ended.innerText()).to.contain('this counts again');
    });

    it('is no red cell of the matrix', async () => {
      const result = gallery['several']!.result;
      const cell = '.matrix a[aria-label="fails, accepted"]';
      const accepted = [{ id: 'set-then-get', reason: 'later', until: '2026-12-31' }];
      const page = await open(renderHtml({ ...result, accepted }));
      const background = await colour(page, cell, 'background-color');
      expect(await page.locator('.legend').textContent()).to.contain('fails, accepted');
      await page.close();
      const before = await open(renderHtml(result));
      const loud = await colour(before, '.matrix a[aria-label="fails"].critical', 'background-color');
      expect(background).not.to.equal(loud);
    });
  });

  it('tells the other runs of a finding when they are asked for', async () => {
    const result = many({ runs: 30, audits: 10 });
    const page = await open(renderHtml(result));
    const finding = page.locator('#finding-rule-4');
    const failing = result.runs.filter(({ audits }) => audits[4]!.outcome === 'fail').length;
    expect(await finding.locator('.sightings tbody tr').count()).to.equal(6);
    await finding.getByText(`${failing - 6} more runs`).click();
    await finding.locator('.rows tr').first().waitFor();
    expect(await finding.locator('.sightings tbody tr').count()).to.equal(failing);
    await finding.locator('.rows tbody a').last().click();
    await page.waitForSelector('dialog[open]');
    expect(await page.locator('dialog h2').innerText()).to.contain('rule-4');
    expect(await violations(page)).to.deep.equal([]);
  });

  describe('the matrix', () => {
    const merged = renderHtml(gallery['merged']!.result);
    const status = (page: Page) => page.locator('#matrix [role=status]').textContent();

    it('is narrowed down by words and choices, and its address leads back there', async () => {
      const page = await open(merged);
      expect(await status(page)).to.equal('47 of 47 audits shown, on 7 of 7 runs');
      await page.locator('#filter-text').fill('rule 1');
      expect(await status(page)).to.match(/^1[0-9] of 47 audits shown, on 7 of 7 runs$/);
      await page.locator('#filters').getByLabel('fails').check();
      const told = await status(page);
      expect(told).to.not.equal('47 of 47 audits shown, on 7 of 7 runs');
      expect(await page.locator('.matrix a.cell:not(.fail):not(.aside)').count()).to.equal(0);
      const address = page.url();
      expect(address).to.match(/#matrix\?text=rule\+1&outcome=fail$/);
      await page.locator('.matrix a.cell').first().click();
      await page.getByRole('button', { name: 'Close' }).click();
      await page.waitForSelector('dialog:not([open])', { state: 'attached' });
      expect(page.url()).to.equal(address);

      await page.goto('about:blank');
      await page.goto(address);
      expect(await status(page)).to.equal(told);
      expect(await page.locator('#filter-text').inputValue()).to.equal('rule 1');
      await page.getByRole('button', { name: 'Clear' }).click();
      expect(await status(page)).to.equal('47 of 47 audits shown, on 7 of 7 runs');
    });

    it('tells when nothing is left', async () => {
      const page = await open(merged);
      await page.locator('#filter-text').fill('no such text');
      expect(await page.locator('#matrix-view').textContent()).to.contain('Nothing is left');
    });

    it('takes columns away with their platform', async () => {
      const page = await open(merged);
      await page.locator('#filters').getByLabel('Web, Chromium').check();
      expect(await status(page)).to.match(/on 1 of 7 runs$/);
      expect(await page.locator('.matrix th.run').count()).to.equal(1);
    });

    it('is walked by keyboard: find, go, open, close, and be where one was', async () => {
      const page = await open(renderHtml(many({ runs: 4, audits: 20 })));
      await page.keyboard.press('/');
      expect(await page.evaluate(() => document.activeElement!.id)).to.equal('filter-text');
      expect(await page.locator('.matrix a.cell[tabindex="0"]').count()).to.equal(1);
      await page.locator('.matrix a.cell[tabindex="0"]').focus();
      for (const key of [
        'ArrowDown',
        'ArrowRight',
        'End',
        'ArrowLeft',
        'ArrowLeft',
        'ArrowUp',
        'ArrowDown',
      ]) {
        await page.keyboard.press(key);
      }
      const row = page.locator('.matrix tbody tr:has(a.cell)').nth(1);
      const href = await page.evaluate(() => document.activeElement!.getAttribute('href'));
      expect(href).to.equal(await row.locator('a.cell').nth(1).getAttribute('href'));
      await page.keyboard.press('Enter');
      await page.waitForSelector('dialog[open]');
      expect(await page.locator('dialog h2').innerText()).to.contain('rule-9');
      expect(page.url().endsWith(String(href))).to.equal(true);
      expect(await violations(page)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await page.waitForSelector('dialog:not([open])', { state: 'attached' });
      expect(await page.evaluate(() => document.activeElement!.getAttribute('href'))).to.equal(href);
      expect(page.url()).to.match(/report\.html$/);
    });

    it('opens what an address names, of a run and of a cell, and nothing of one that names nothing', async () => {
      const html = renderHtml(gallery['findings']!.result);
      const page = await open(html, {
        at: '#/web/chromium-156/cordova-plugin-secure-storage@2.6.8/set-then-get',
      });
      const text = await page.locator('dialog[open]').innerText();
      for (const part of [
        'A value that was set is not what is read',
        'Each of 3 values is read as it was set.',
        'keystore-audit run web --plugin cordova-plugin-secure-storage@2.6.8 --audit set-then-get --seed 7f3a',
        'Resolved with canary 1 after 1 ms.',
      ]) {
        expect(text).to.contain(part);
      }
      await page.evaluate(
        (hash) => (location.hash = hash),
        '#/web/chromium-156/cordova-plugin-secure-storage@2.6.8',
      );
      await page.waitForFunction(() => document.querySelector('dialog')!.innerText.includes('Integrity'));
      await page.evaluate((hash) => (location.hash = hash), '#/web/none');
      await page.waitForSelector('dialog:not([open])', { state: 'attached' });
      expect(opened!.troubles).to.deep.equal([]);
    });

    it('shows hundreds of runs a part at a time', async () => {
      const page = await open(renderHtml(many({ runs: 60, audits: 20 })));
      await page.locator('.pages').waitFor();
      expect(await page.locator('.matrix th.run').count()).to.equal(12);
      expect(await page.locator('.pages').textContent()).to.contain('Runs 1 to 12 of 60');
      await page.getByRole('button', { name: 'Later runs' }).click();
      expect(await page.locator('.pages').textContent()).to.contain('Runs 13 to 24 of 60');
      for (let times = 0; times < 3; times += 1)
        await page.getByRole('button', { name: 'Later runs' }).click();
      expect(await page.locator('.matrix th.run').count()).to.equal(12);
      expect(await page.getByRole('button', { name: 'Later runs' }).isDisabled()).to.equal(true);
    });
  });

  it('tells a story when it is opened, of the run that is chosen', async () => {
    const page = await open(renderHtml(gallery['merged']!.result));
    const list = page.locator('#story-list');
    expect(await list.locator('li').count()).to.equal(0);
    await list.locator('summary').first().click();
    await list.locator('li').first().waitFor();
    expect(await list.locator('li').count()).to.be.greaterThan(1);
    await page
      .locator('#story-run')
      .selectOption({ label: 'Android 12, Pixel 8, cordova-plugin-secure-storage 2.3.0' });
    expect(await list.locator('li').count()).to.equal(0);
    await list.locator('summary').first().click();
    expect(await list.locator('li').first().textContent()).to.contain('set key "0"');
  });

  it('shows the prompt in the story in which it came', async () => {
    const { result, ...beside } = gallery['shipping']!;
    const page = await open(renderHtml(result, beside));
    await page
      .locator('#story-run')
      .selectOption({ label: 'Android 14, Pixel 8, cordova-plugin-secure-storage 2.6.8' });
    const story = page.locator('#story-list details').filter({ hasText: 'prompt-cancel' });
    await story.locator('summary').click();
    const picture = story.getByRole('img', { name: 'The prompt before the back button' });
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).to.equal(90);
    expect(await story.innerText()).to.contain('A prompt came: "Unlock one".');
  });

  it('says all that matters where no script may run', async () => {
    const page = await open(renderHtml(gallery['findings']!.result), { script: false });
    const text = await page.locator('main').textContent();
    for (const part of [
      'not compatible',
      'do not ship',
      'Each of 3 values is read',
      'Run again',
      'android-lock-screen',
    ]) {
      expect(text).to.contain(part);
    }
    expect(await page.locator('#filters').isVisible()).to.equal(false);
    expect(await page.locator('#matrix a').count()).to.be.greaterThan(5);
  });

  it('is whole on paper', async () => {
    const page = await open(renderHtml(gallery['findings']!.result));
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav').isVisible()).to.equal(false);
    expect(await page.locator('#filters').isVisible()).to.equal(false);
    expect(await page.locator('.finding').first().getByText('2: fails, fails').isVisible()).to.equal(true);
    expect((await page.pdf()).length).to.be.greaterThan(10_000);
  });

  it('lets no foreign text do anything, wherever it is opened', async () => {
    const page = await open(renderHtml(gallery['hostile']!.result));
    for (const summary of await page.locator('summary:visible').all()) await summary.click();
    for (const address of await page
      .locator('a[href^="#/"]')
      .evaluateAll((links) => links.map((a) => a.getAttribute('href')!))) {
      await page.evaluate((hash) => (location.hash = hash), address);
      await page.waitForSelector('dialog[open]');
    }
    await page.keyboard.press('Escape');
    await page.locator('#filter-text').fill('<img src=x onerror=alert(1)>');
    expect(opened!.troubles).to.deep.equal([]);
    expect(opened!.requests).to.deep.equal([]);
    expect(await page.locator('main script, main img, main iframe, dialog script').count()).to.equal(0);
    expect(await page.locator('main').textContent()).to.contain('<script>alert(1)</script>');
    for (const href of await page
      .locator('a')
      .evaluateAll((links) => links.map((a) => a.getAttribute('href')!))) {
      expect(href).to.match(/^(#|\.\/|https:\/\/example\.org\/)/);
    }
  });

  it('would not run a script that got in', async () => {
    const page = await open(renderHtml(gallery['green']!.result));
    const refused = await page.evaluate(() => {
      try {
        document.body.innerHTML = '<img src=x onerror="document.title = 1">';
        return 'taken';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(refused).to.equal('TypeError');
  });
});
