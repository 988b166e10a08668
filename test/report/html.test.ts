import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { contents } from '../../src/report/html/contents.js';
import { pack, unpack, type Packed } from '../../src/report/html/pack.js';
import { cellAddress, reportOf, runAddress } from '../../src/report/html/report.js';
import type { Result, RunAudit } from '../../src/result/schema.js';
import { renderHtml } from '../../src/report/html/page.js';
import { compareResults } from '../../src/result/compare.js';
import { everything, matrixView } from '../../src/report/html/matrix.js';
import { gallery } from './gallery.js';
import { many } from './many.js';
import { fileLink, webLink } from '../../src/report/html/link.js';
import { auditDialog } from '../../src/report/html/details.js';
import { legendSection } from '../../src/report/html/legend.js';
import { fidelities, outcomes, reasonCodes, severities } from '../../src/terms.js';
import { moreSightings } from '../../src/report/html/findings.js';
import { html } from '../../src/report/html/markup.js';
import { empty, golden, green, nothing, red, several, survey, virtual } from './golden.js';

const pages = Object.fromEntries(Object.entries(golden).map(([name, result]) => [name, renderHtml(result)]));

const tags =
  'html head meta title style body header main footer nav section article h1 h2 h3 h4 p div span strong b small i q ' +
  'code a dl dt dd figure figcaption blockquote table caption thead tbody tr th td ul ol li details summary form ' +
  'fieldset legend label input button select option noscript svg rect path script';
const attributes =
  'lang charset http-equiv content name class id role href rel scope colspan data-label aria-label aria-labelledby ' +
  'aria-hidden aria-keyshortcuts tabindex hidden open selected disabled for type autocomplete spellcheck value data-run ' +
  'data-scenario data-from data-finding viewBox preserveAspectRatio x y width height d';
const anyTag = /<(\/?)([a-z0-9]+)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*\/?>/g;
/** Elements that are never closed. */
const neverClosed = ['meta', 'input', 'rect', 'path'];

/** The page without its doctype, style sheet, data and script: what is in those is looked at on its own. */
function markupOf(page: string): string {
  return page
    .replace('<!doctype html>', '')
    .replace(/<style>[^<]*<\/style>/, '')
    .replace(/<script type="application\/json" id="data">[^<]*<\/script>/, '')
    .replace(/<script>[\s\S]*?<\/script>/, '');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Every address of a run and of an audit in a run that the page answers to. */
function addressesOf(result: Result): string[] {
  const report = reportOf(unpack(pack(reportOf(result))).result);
  return report.result.runs.flatMap((run) => [
    runAddress(report, run),
    ...run.audits.map((audit) => cellAddress(report, run, audit)),
  ]);
}

/** What a reader sees, roughly. */
function textOf(page: string): string {
  return markupOf(page)
    .replace(anyTag, ' ')
    .replace(/ (?=[,.])/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

describe('report.html', () => {
  for (const [name, page] of Object.entries(pages)) {
    describe(`of the golden result "${name}"`, () => {
      it('consists of known tags and attributes, and text without a bare angle bracket', () => {
        const found = [...markupOf(page).matchAll(anyTag)];
        expect(found).not.to.be.empty;
        for (const [, , tag, rest] of found) {
          expect(tags.split(' ')).to.include(tag);
          for (const [, attribute] of rest!.replace(/="[^"]*"/g, '').matchAll(/\s([a-zA-Z-]+)/g)) {
            expect(attributes.split(' ')).to.include(attribute);
          }
        }
        expect(markupOf(page).replace(anyTag, '')).not.to.match(/[<>]/);
      });

      it('closes every tag that it opens, in order', () => {
        const open: string[] = [];
        for (const [, slash, tag] of markupOf(page).matchAll(anyTag)) {
          if (neverClosed.includes(tag!)) continue;
          if (slash === '') open.push(tag!);
          else expect(open.pop()).to.equal(tag);
        }
        expect(open).to.deep.equal([]);
      });

      it('links to nothing but the web, evidence beside it and its own headings', () => {
        const ids = [...markupOf(page).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
        expect(new Set(ids).size).to.equal(ids.length);
        const addresses = addressesOf(golden[name]!);
        for (const [, href] of markupOf(page).matchAll(/href="([^"]*)"/g)) {
          if (href!.startsWith('#/')) expect(addresses).to.include(href!.replaceAll('&#39;', "'"));
          else if (href!.startsWith('#')) expect(ids).to.include(href!.slice(1));
          else expect(href).to.match(/^(https:\/\/example\.org\/|\.\/)/);
        }
        for (const [, labels] of markupOf(page).matchAll(/aria-labelledby="([^"]*)"/g))
          expect(ids).to.include(labels);
      });

      it('loads nothing, runs only its own script, and says so to the browser', () => {
        const [, sheet] = /<style>([^<]*)<\/style>/.exec(page)!;
        const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script!);
        expect(scripts).to.have.length(1);
        const [policy] = /(?<=Security-Policy" content=")[^"]*/.exec(page)!;
        expect(policy.split('; ')).to.deep.equal([
          "default-src 'none'",
          `script-src 'sha256-${sha256(scripts[0]!)}'`,
          `style-src 'sha256-${sha256(sheet!)}'`,
          'img-src data:',
          "base-uri 'none'",
          "form-action 'none'",
          "require-trusted-types-for 'script'",
          'trusted-types report',
        ]);
        expect(sheet).not.to.match(/url\(|@import/);
      });

      it('carries the data from which the browser makes the same page', () => {
        const [, data] = /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(page)!;
        const { result, ...beside } = unpack(JSON.parse(data!) as Packed);
        expect(page).to.contain(contents(reportOf(result, beside)).text);
      });

      it('shows no control character and no invisible one', () => {
        expect(page.replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/u);
      });

      it('goes down the headings one by one', () => {
        let last = 0;
        for (const [, level] of markupOf(page).matchAll(/<h([1-6])/g)) {
          expect(Number(level)).to.be.at.most(last + 1);
          last = Number(level);
        }
        expect(markupOf(page).match(/<h1/g)).to.have.length(1);
      });
    });
  }

  it('says the verdict, why, and of what', () => {
    const [verdict] = /<section id="verdict"[\s\S]*?<\/section>/.exec(pages.red!)!;
    const text = textOf(verdict);
    expect(text).to.contain('Web, Chromium not compatible');
    expect(text).to.contain('A secret can be lost or exposed: do not ship as it is.');
    expect(verdict).to.contain(
      '<a href="#finding-set-then-get">A value that was set is not what is read</a>',
    );
    expect(text).to.contain(
      'Of 7 audits: 3 fail (1 critical, 1 major, 1 minor; 1 of them accepted), 2 not decided, 1 does not apply, 1 for information.',
    );
    expect(text).to.contain('This run is partial');
    expect(textOf(pages.red!)).to.contain('cordova-plugin-secure-storage 2.6.8');
    expect(textOf(pages.red!)).to.contain('Held to cordova-secure-storage 2.6.8');
  });

  it('says what a verdict that is not known lacks', () => {
    const result = structuredClone(green);
    const [run] = result.runs;
    run!.audits[0] = { ...run!.audits[0]!, outcome: 'inconclusive', reason: { code: 'unstable', needs: '' } };
    run!.verdict = {
      word: 'not known',
      reason: '1 critical audit could not be decided.',
      by: ['set-then-get'],
    };
    const [verdict] = /<section id="verdict"[\s\S]*?<\/section>/.exec(renderHtml(result))!;
    expect(textOf(verdict)).to.contain('not known What was seen does not suffice to decide.');
    expect(textOf(verdict)).to.contain('1 critical audit could not be decided.');
    expect(verdict).to.contain('<a href="#open">Not decided: What was set is what is read</a>');
  });

  it('names what failed also where a model answered, and every command where they differ', () => {
    const [verdict] = /<section id="verdict"[\s\S]*?<\/section>/.exec(pages.virtual!)!;
    expect(verdict).to.match(/not known[\s\S]*<a href="#finding-set-then-get">/);
    const result = structuredClone(several);
    for (const [index, { audits }] of result.runs.entries())
      for (const audit of audits) audit.rerun = `keystore-audit run ${index}`;
    const [finding] = /<article class="finding critical"[\s\S]*?<\/article>/.exec(renderHtml(result))!;
    expect(textOf(finding)).to.match(/keystore-audit run 1[\s\S]*keystore-audit run 2/);
  });

  it('has a line for each of many plugins, the worst first in each, and names them in the matrix', () => {
    const [table] = /<table class="verdicts lines">[\s\S]*?<\/table>/.exec(pages.survey!)!;
    const rows = [...table.matchAll(/<tr>\s*<th scope="row">([\s\S]*?)<\/tr>/g)].map(([, row]) =>
      textOf(row!),
    );
    expect(rows.map((row) => /^\s*(\S+ [\d.]+)/.exec(row)![1])).to.deep.equal([
      '@example/another-secure-storage-plugin 4.0.0',
      '@example/another-secure-storage-plugin 5.0.0',
      ...['1.0.0', '2.0.0', '3.0.0'].map((version) => `cordova-plugin-secure-storage ${version}`),
    ]);
    expect(rows.map((row) => /not compatible/.test(row))).to.deep.equal([true, false, false, true, false]);
    expect(rows[0])
      .to.match(/critical[\s\S]*major/)
      .and.not.to.match(/major[\s\S]*critical[^,]*Of /);
    const { text } = matrixView(reportOf(survey), everything);
    const heads = [...text.matchAll(/<th scope="col" class="run">[\s\S]*?<\/th>/g)].map(([head]) =>
      textOf(head),
    );
    expect(heads.find((head) => head.includes('4.0.0'))).to.contain('@example/another-secure-storage-plugin');
    expect(matrixView(reportOf(red), everything).text).not.to.match(/class="run">[^]*?<small>cordova-plugin/);
  });

  it('says which of several runs ended early', () => {
    const [verdict] = /<section id="verdict"[\s\S]*?<\/section>/.exec(pages.several!)!;
    expect(textOf(verdict)).to.match(
      /1 of 3 runs ended before all was collected: Web, Chromium with 2\.6\.8/,
    );
  });

  it('tells all of a finding', () => {
    const [finding] = /<article class="finding critical"[\s\S]*?<\/article>/.exec(pages.red!)!;
    const { audits, contract } = red.runs[0]!;
    const { failureTitle, id, expected, actual, explanation, why, rerun } = audits[2]!;
    const text = textOf(finding);
    for (const part of [failureTitle, id, expected, actual, explanation, why, rerun]) {
      expect(text).to.contain(part);
    }
    expect(text).to.contain('critical');
    expect(text).to.contain('documented: the contract says so');
    expect(text).to.contain('genuine: the platform did it');
    expect(text).to.contain(contract.clauses[0]!.text);
    expect(text).to.contain('2: fails, fails (scenario values)');
    expect(finding).to.contain('href="https://example.org/readme#usage"');
    expect(finding).to.contain('href="https://example.org/issues/57"');
    expect(finding).to.contain('href="./run-1/values/page%20at%20end.png"');
  });

  it('puts the worst finding first, and what is accepted after all that is open', () => {
    const kinds = (page: string) =>
      [...page.matchAll(/class="finding ([\w ]+)"/g)].map(([, severity]) => severity);
    expect(kinds(renderHtml({ ...red, accepted: [] }))).to.deep.equal(['critical', 'major', 'minor']);
    expect(kinds(pages.red!)).to.deep.equal(['critical', 'minor', 'accepted major']);
  });

  it('says that something is unsafe, and that the documentation says so', () => {
    const [finding] = /<article class="finding minor"[\s\S]*?<\/article>/.exec(pages.red!)!;
    expect(finding).to.contain('<span class="tag weakness">documented as unsafe</span>');
    expect(textOf(finding)).to.contain('documented weakness: it is unsafe, and the documentation says so');
    expect(textOf(finding)).not.to.contain('as documented');
    expect(pages.green).not.to.contain('class="tag weakness"');
  });

  it('says of a finding until when it is accepted, or that it was', () => {
    expect(textOf(pages.red!)).to.contain('Accepted until 2026-12-31: Our app asks for null.');
    const accepted = [{ id: 'get-missing-key', reason: 'later', until: '2026-01-01' }];
    const page = renderHtml({ ...red, accepted });
    expect(textOf(page)).to.contain(
      'The acceptance ended on 2026-01-01: this counts again. It was accepted because: later',
    );
    expect(page).to.contain('class="finding major"');
    const never = [{ id: 'get-missing-key', reason: 'later', until: 'some day' }];
    expect(textOf(renderHtml({ ...red, accepted: never }))).to.contain(
      'An acceptance without an end date that can be read counts for nothing: "some day", later',
    );
  });

  it('says in verdict and matrix what is accepted, and that an acceptance changes no verdict', () => {
    const accepted = [{ id: 'set-then-get', reason: 'Nobody uses key "b".', until: '2026-12-31' }];
    const page = renderHtml({ ...several, accepted });
    const [verdict] = /<section id="verdict"[\s\S]*?<\/section>/.exec(page)!;
    expect(textOf(verdict)).to.contain(
      'Everything that decided this is accepted for a time; the verdict stays.',
    );
    expect(textOf(verdict)).to.contain('accepted until 2026-12-31');
    const [row] = /<tr>\n<th scope="row">What was set is what is read<\/th>[\s\S]*?<\/tr>/.exec(page)!;
    expect(row).to.contain('aria-label="fails, accepted"');
    expect(row).to.contain('aria-label="fails, modelled, accepted"');
    expect(textOf(row)).to.contain('1 accepted, 1 modelled, 1 holds');
    expect(markupOf(pages.several!)).not.to.contain('fails, accepted');
  });

  it('tells a finding of several runs once, with what each of them saw, its command and its address', () => {
    const result = many({ runs: 20, audits: 10 });
    const report = reportOf(result);
    const { sightings } = report.findings.find(({ id }) => id === 'rule-4')!;
    expect(sightings.length).to.be.greaterThan(2);
    const page = renderHtml(result);
    const [finding] = /<article [^>]*id="finding-rule-4"[\s\S]*?<\/article>/.exec(page)!;
    expect(markupOf(page).split('id="finding-rule-4"')).to.have.length(2);
    expect(textOf(finding)).to.contain(`On ${sightings.length} of 20 runs:`);
    const more = moreSightings(
      report,
      report.findings.find(({ id }) => id === 'rule-4')!,
    ).text;
    for (const { run, audit } of sightings) {
      const [row] = new RegExp(
        `<tr>\\s*<th scope="row">\\s*<a href="${cellAddress(report, run, audit)}"[\\s\\S]*?</tr>`,
      ).exec(finding + more)!;
      expect(textOf(row)).to.contain(audit.rerun);
      expect(textOf(row)).to.contain(audit.actual === sightings[0].audit.actual ? 'as above' : audit.actual);
    }
  });

  it('says what was not decided and what it would take', () => {
    const text = textOf(pages.red!);
    expect(text).to.contain('Not decided (2 audits)');
    expect(text).to.contain('Run again, on a quieter machine or with --repeat. Attempts disagreed.');
    expect(text).to.contain('1 audit not chosen');
    expect(pages.green).not.to.contain('id="open"');
  });

  it('shows a severity only of what failed', () => {
    for (const name of ['green', 'red', 'virtual', 'several'] as const) {
      const page = markupOf(pages[name]!);
      for (const [, row] of page.matchAll(/<tr>\n<th scope="row">([\s\S]*?)<\/tr>/g)) {
        if (row!.includes('class="tag fail"') || row!.includes('class="tag weakness"')) continue;
        expect(row).not.to.match(/tag (critical|major|minor)/);
      }
      expect(/<section id="open"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '').not.to.match(
        /tag (critical|major|minor)/,
      );
    }
    expect(markupOf(pages.green!)).not.to.match(/\b(critical|major|minor)\b/);
    expect(textOf(pages.red!)).to.contain('Every call settles once needed to be compatible');
    const report = reportOf(red);
    const [run] = red.runs;
    const dialog = (id: string) =>
      textOf(
        auditDialog(
          report,
          run!,
          run!.audits.find((audit) => audit.id === id)!,
        ).text,
      );
    expect(dialog('call-latency')).to.contain('Worst case if it failed minor');
    expect(dialog('set-then-get')).not.to.contain('Worst case');
  });

  describe('the words', () => {
    const legendOf = (result: Result): string =>
      textOf(/<section id="words"[\s\S]*?<\/section>/.exec(renderHtml(result))?.[0] ?? '');

    it('are explained in plain sentences, every one that there can be', () => {
      const [run] = red.runs;
      const [audit] = run!.audits;
      const all: RunAudit[] = [
        ...reasonCodes.map((code) => ({
          ...audit!,
          outcome: 'inconclusive' as const,
          severity: 'critical' as const,
          reason: { code, needs: '' },
        })),
        ...outcomes.map((outcome) => ({ ...audit!, outcome, basis: 'documented' as const })),
        ...fidelities.map((fidelity) => ({ ...audit!, fidelity })),
        ...severities.map((severity) => ({ ...audit!, severity })),
      ];
      const legend = legendSection(reportOf({ ...virtual, runs: [{ ...run!, audits: all }] }))!.text;
      for (const word of [...reasonCodes, ...outcomes, ...fidelities, ...severities, 'weakness']) {
        const [, meaning] = new RegExp(`id="word-${word}">[\\s\\S]*?<dd>([^<]*)</dd>`).exec(legend)!;
        expect(meaning, word).to.match(/^[A-Z][^.]+(\..*)?\.$/);
      }
    });

    it('are explained where they are used, and no others', () => {
      expect(legendOf(green)).to.contain('for information informative');
      expect(legendOf(green)).not.to.match(/not decided|modelled|critical|accepted|not known/);
      for (const word of ['not decided', 'unstable', 'not chosen', 'documented as unsafe', 'accepted'])
        expect(legendOf(red), word).to.contain(word);
      expect(legendOf(virtual)).to.match(/not known[\s\S]*modelled/);
    });
  });

  it('lists every audit of a run', () => {
    for (const [name, result] of Object.entries({ green, red, virtual })) {
      for (const { id } of result.runs[0]!.audits) {
        expect(textOf(pages[name]!), name).to.contain(id);
      }
    }
  });

  it('tells each clause, whether it holds, and why it is untested', () => {
    const states = (page: string): string[] => {
      const [part] = /<section id="contract"[\s\S]*?<\/section>/.exec(page)!;
      return [...part.matchAll(/<span class="tag [a-z-]+">([^<]*)<\/span>/g)].map(([, word]) => word!);
    };
    expect(states(pages.green!)).to.deep.equal(['holds', 'holds', 'weakness not seen', 'untested']);
    expect(states(pages.red!)).to.deep.equal([
      'does not hold',
      'does not hold',
      'unsafe as documented',
      'untested',
    ]);
    expect(textOf(pages.green!)).to.contain('A browser has no lock screen.');
  });

  it('does not hold against a clause what a finding does not rest on', () => {
    const result = structuredClone(red);
    result.runs[0]!.audits[2]!.clauses = [];
    const [part] = /(?<=<section id=\"contract\"[\s\S]*?)<tbody>[\s\S]*?<\/tr>/.exec(renderHtml(result))!;
    expect(textOf(part)).to.contain('not decided');
    expect(textOf(part)).not.to.contain('does not hold');
  });

  it('tells stories, latency, errors, problems and the environment', () => {
    const text = textOf(pages.red!);
    expect(text).to.contain('at-rest completed, 1 attempt');
    expect(text).to.contain('End the browser and search its profile folder. Searched 212 files.');
    expect(text).to.match(/ set Device [^%]*? Chromium 4 0\.61 2\.40 2\.40 /);
    expect(text).to.contain('Key "nothing" not found. OS-PLUG-KSTR-0001 Key not found');
    expect(text).to.contain('The session was lost while "at-rest" was running.');
    expect(text).to.contain('See appium.log in the output folder.');
    expect(text).to.contain(red.runs[0]!.plugin.integrity);
    expect(text).to.contain('7f3a');
    expect(text).to.contain('8.4 s, 31 driver commands');
    expect(text).to.contain('There is no such key.');
    expect(text).to.contain('another error');
  });

  it('says loudly that a virtual device answered: in the verdict, on top and on each finding', () => {
    const page = pages.virtual!;
    expect(textOf(page)).to.contain('not known (modelled)');
    expect(page).to.contain('class="modelled-notice"');
    const findings = page.match(/<article class="finding[\s\S]*?<\/article>/g)!;
    expect(findings).to.have.length(1);
    for (const finding of findings) expect(finding).to.contain('<span class="tag modelled">modelled</span>');
    expect(pages.green).not.to.match(/class="(tag modelled|modelled-notice)"/);
  });

  it('says that nothing was audited, and what was not reached', () => {
    expect(textOf(renderHtml(empty))).to.contain('Nothing was audited.');
    const text = textOf(renderHtml(nothing));
    expect(text).to.contain('The run failed: Appium did not become ready.');
    expect(text).to.contain('web/chromium-156/other@1.0.0');
    expect(text).to.contain('The run was not reached.');
  });

  it('gives each platform a verdict, the weightiest of its runs, and tells models apart', () => {
    const [verdict] = /<section id="verdict"[\s\S]*?<\/section>/.exec(renderHtml(several))!;
    const text = textOf(verdict);
    expect(text).to.contain('Web, Chromium not compatible');
    expect(text).to.contain('on 1 of 2 runs: Chromium');
    expect(text).to.match(/Android 14 virtual Pixel not known\s+modelled/);
    expect(text).to.contain('ios/iphone/other@1.0.0 not known The run was not reached.');
    expect(text).to.contain('1 of 3 runs modelled.');
  });

  it('gives versions of a plugin columns, and every cell an address', () => {
    const result = many({ runs: 4, audits: 20, versions: ['2.2.0', '2.10.0'] });
    const page = renderHtml(result);
    const [table] = /<table class="verdicts">[\s\S]*?<\/table>/.exec(page)!;
    expect(textOf(table)).to.match(
      /Platform\s+cordova-plugin-secure-storage 2\.2\.0\s+cordova-plugin-secure-storage 2\.10\.0/,
    );
    const places = [...markupOf(page).matchAll(/<a class="cell [^>]*href="([^"]*)"/g)].map(
      ([, href]) => href!,
    );
    expect(places).to.have.length(4 * 20);
    expect(new Set(places).size).to.equal(80);
    expect(addressesOf(result)).to.include.members(places);
  });

  /** The numbers of a list such as `1 fails, 2 hold (1 critical), 3 not decided`, without what stands in brackets. */
  const numbersOf = (text: string): number[] =>
    text
      .replace(/\([^)]*\)/g, '')
      .split(',')
      .map((part) => Number(/^ *(\d+) [a-z]/.exec(part)![1]));
  const together = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

  for (const [name, { result, ...beside }] of Object.entries(gallery)) {
    it(`says of each number of what it is, and all add up: "${name}"`, () => {
      const page = renderHtml(result, beside);
      const tallies = [...page.matchAll(/<p class="tally">([\s\S]*?)<\/p>/g)].map(([, text]) =>
        textOf(text!),
      );
      let counted = 0;
      for (const text of tallies) {
        const [, all, , parts] = /^ ?Of (\d+) (audits?|outcomes on \d+ runs): (.*)\. ?$/.exec(text)!;
        expect(together(numbersOf(parts!)), text).to.equal(Number(all));
        const [, bySeverity] = /fails? \(([^;)]*)/.exec(text) ?? [];
        const failing = Number(/(\d+) fails?\b/.exec(text)?.[1] ?? 0);
        if (bySeverity !== undefined) expect(together(numbersOf(bySeverity)), text).to.equal(failing);
        counted += Number(all);
      }
      expect(counted).to.equal(result.runs.flatMap(({ audits }) => audits).length);

      const view = matrixView(reportOf(result), everything).text;
      const [, runs = '0'] = /class="sum">Of (\d+) runs?</.exec(view) ?? [];
      for (const [, text] of view.matchAll(/<td class="sum">[\s\S]*?<small\s*>([^<]*)</g))
        expect(together(numbersOf(text!)), text).to.equal(Number(runs));

      for (const [text, all, parts] of textOf(page).matchAll(/Of (\d+) clauses?: ([^.]*)\./g))
        expect(together(numbersOf(parts!)), text).to.equal(Number(all));

      const failed = new Set(
        result.runs
          .flatMap(({ audits }) => audits.filter(({ outcome }) => outcome === 'fail'))
          .map(({ id }) => id),
      );
      expect(page.match(/<article /g)?.length ?? 0).to.equal(failed.size);
      if (failed.size > 0) expect(page).to.match(new RegExp(`Findings \\(${failed.size} audits? failed\\)`));
    });
  }

  it('marks in the matrix what a model answered, and counts it apart', () => {
    const page = renderHtml(several);
    const [row] = /<tr>\n<th scope="row">What was set is what is read<\/th>[\s\S]*?<\/tr>/.exec(page)!;
    expect(textOf(row)).to.contain('1 fails, 1 modelled, 1 holds');
    expect(row.match(/class="cell fail critical modelled"/g)).to.have.length(1);
    expect(row).to.contain('aria-label="fails, modelled"');
    expect(page).to.contain('<th scope="col" class="run virtual">');
  });

  it('tells what has changed since a baseline', () => {
    const page = renderHtml(red, { comparison: compareResults(green, red) });
    const [part] = /<section id="changes"[\s\S]*?<\/section>/.exec(page)!;
    expect(textOf(part)).to.contain('3 new findings, 0 fixed, 0 still there');
    expect(textOf(part)).to.match(/compatible → now\s+not compatible/);
    expect(part).to.contain('<a href="#finding-set-then-get">');
    expect(pages.red).not.to.contain('id="changes"');
  });

  it('says whether platforms mean the same by the same cause', () => {
    const result = structuredClone(red);
    const [web] = result.runs;
    const [cause] = web!.causes;
    const android = structuredClone(virtual.runs[0]!);
    android.causes = [{ ...cause!, code: '0012' }];
    expect(textOf(renderHtml({ ...result, runs: [web!, android] }))).to.contain('platforms differ');
    android.causes = [cause!];
    expect(textOf(renderHtml({ ...result, runs: [web!, android] }))).to.contain('platforms agree');
  });

  it('cuts what is too long and says so', () => {
    expect(pages.hostile).to.contain('cut here: 1050000 characters in all');
    expect(pages.hostile!.length).to.be.lessThan(200_000);
  });
});

describe('webLink', () => {
  for (const url of [
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    '//example.org',
    'https://user:secret@example.org/',
    'nonsense',
    '',
  ]) {
    it(`makes no link of ${JSON.stringify(url)}`, () => {
      expect(webLink(url, 'title').text).to.equal('title');
    });
  }

  it('links to the web', () => {
    expect(webLink('https://example.org/?a=1&b="', 'a & b').text).to.equal(
      '<a href="https://example.org/?a=1&amp;b=%22" rel="noopener noreferrer">a &amp; b</a>',
    );
  });
});

describe('fileLink', () => {
  for (const path of ['../x', 'a/../b', '/etc/passwd', 'a//b', './a', 'a\\b', 'a\u0000', '\ud800', '']) {
    it(`makes no link of ${JSON.stringify(path)}`, () => {
      expect(fileLink(path, 'title').text).to.equal('title');
    });
  }

  it('links to a file beside the report whatever its name means elsewhere', () => {
    expect(fileLink('a b/?c#d%2e.txt', 'x').text).to.equal(
      '<a href="./a%20b/%3Fc%23d%252e.txt" rel="noopener noreferrer">x</a>',
    );
    expect(fileLink('javascript:alert(1)', 'x').text).to.contain('href="./javascript%3Aalert(1)"');
  });
});

describe('html', () => {
  it('escapes what is put in, also in lists, and leaves what it made itself', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(html`<p title="${'"\''}">${[inner, '&', 1, undefined]}</p>`.text).to.equal(
      '<p title="&quot;&#39;"><b>&lt;</b>&amp;1</p>',
    );
  });

  it('takes no look-alike for its own', () => {
    const foreign: unknown = JSON.parse('{"text":"<script>"}');
    expect(() => html`${foreign as string}`.text).to.throw();
  });
});
