import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { renderHtml } from '../../src/report/html/page.js';
import { fileLink, webLink } from '../../src/report/html/link.js';
import { html } from '../../src/report/html/markup.js';
import { empty, golden, green, nothing, red, several, virtual } from './golden.js';

const pages = Object.fromEntries(Object.entries(golden).map(([name, result]) => [name, renderHtml(result)]));

const tags =
  'html head meta title style body header main footer nav section article h1 h2 h3 h4 p div span strong small i q ' +
  'code a dl dt dd figure figcaption blockquote table caption thead tbody tr th td ol li details summary';
const attributes =
  'lang charset http-equiv content name class id role href rel scope colspan data-label aria-label aria-labelledby';
const anyTag = /<(\/?)([a-z0-9]+)((?:\s+[a-z-]+="[^"<>]*")*)\s*\/?>/g;

/** The page without its doctype and style sheet, which are ours and hold no data. */
function markupOf(page: string): string {
  return page.replace('<!doctype html>', '').replace(/<style>[^<]*<\/style>/, '');
}

/** What a reader sees, roughly. */
function textOf(page: string): string {
  return markupOf(page)
    .replace(anyTag, ' ')
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
          for (const [, attribute] of rest!.matchAll(/\s([a-z-]+)="/g)) {
            expect(attributes.split(' ')).to.include(attribute);
          }
        }
        expect(markupOf(page).replace(anyTag, '')).not.to.match(/[<>]/);
      });

      it('closes every tag that it opens, in order', () => {
        const open: string[] = [];
        for (const [, slash, tag] of markupOf(page).matchAll(anyTag)) {
          if (tag === 'meta') continue;
          if (slash === '') open.push(tag!);
          else expect(open.pop()).to.equal(tag);
        }
        expect(open).to.deep.equal([]);
      });

      it('links to nothing but the web, evidence beside it and its own headings', () => {
        const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
        expect(new Set(ids).size).to.equal(ids.length);
        for (const [, href] of page.matchAll(/href="([^"]*)"/g)) {
          if (href!.startsWith('#')) expect(ids).to.include(href!.slice(1));
          else expect(href).to.match(/^(https:\/\/example\.org\/|\.\/)/);
        }
        for (const [, labels] of page.matchAll(/aria-labelledby="([^"]*)"/g)) expect(ids).to.include(labels);
      });

      it('loads and runs nothing, and says so to the browser', () => {
        const [, sheet] = /<style>([^<]*)<\/style>/.exec(page)!;
        const hash = createHash('sha256').update(sheet!).digest('base64');
        expect(page).to.contain(
          `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
        );
        expect(sheet).not.to.match(/url\(|@import/);
      });

      it('shows no control character and no invisible one', () => {
        expect(page.replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/u);
      });

      it('goes down the headings one by one', () => {
        let last = 0;
        for (const [, level] of page.matchAll(/<h([1-6])/g)) {
          expect(Number(level)).to.be.at.most(last + 1);
          last = Number(level);
        }
        expect(page.match(/<h1/g)).to.have.length(1);
      });
    });
  }

  it('says the verdict, why, and of what', () => {
    const text = textOf(pages.red!);
    expect(text).to.contain('cordova-plugin-secure-storage 2.6.8');
    expect(text).to.contain('not compatible');
    expect(text).to.contain('1 critical finding: A value that was set is not what is read.');
    expect(text).to.contain('cordova-secure-storage 2.6.8');
    expect(text).to.contain('web, Chromium on Linux 6.12');
    expect(text).to.contain('This run is partial');
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

  it('puts the worst finding first', () => {
    const severities = [...pages.red!.matchAll(/class="finding (\w+)"/g)].map(([, severity]) => severity);
    expect(severities).to.deep.equal(['critical', 'major', 'minor']);
  });

  it('reads "as documented" where the document itself tells the weakness', () => {
    const [finding] = /<article class="finding minor"[\s\S]*?<\/article>/.exec(pages.red!)!;
    expect(textOf(finding)).to.contain('as documented');
    expect(finding).to.contain('<span class="tag as-documented">as documented</span>');
    expect(pages.green).not.to.contain('class="tag as-documented"');
  });

  it('says of a finding until when it is accepted, or that it was', () => {
    expect(textOf(pages.red!)).to.contain('Accepted until 2026-12-31: Our app asks for null.');
    const accepted = [{ id: 'get-missing-key', reason: 'later', until: '2026-01-01' }];
    expect(textOf(renderHtml({ ...red, accepted }))).to.contain(
      'No longer accepted; it was until 2026-01-01: later',
    );
  });

  it('says what was not decided and what it would take', () => {
    const text = textOf(pages.red!);
    expect(text).to.contain('Not decided (2)');
    expect(text).to.contain('Attempts disagreed. Run again, on a quieter machine or with --repeat.');
    expect(text).to.contain('1 audit not chosen');
    expect(pages.green).not.to.contain('Not decided');
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
      const [part] = /<section aria-labelledby="run-1-clauses">[\s\S]*?<\/section>/.exec(page)!;
      return [...part.matchAll(/<span class="tag [a-z-]+">([^<]*)<\/span>/g)].map(([, word]) => word!);
    };
    expect(states(pages.green!)).to.deep.equal(['holds', 'holds', 'not seen', 'untested']);
    expect(states(pages.red!)).to.deep.equal(['does not hold', 'does not hold', 'as documented', 'untested']);
    expect(textOf(pages.green!)).to.contain('A browser has no lock screen.');
  });

  it('does not hold against a clause what a finding does not rest on', () => {
    const result = structuredClone(red);
    result.runs[0]!.audits[2]!.clauses = [];
    const [part] = /<section aria-labelledby="run-1-clauses">[\s\S]*?<\/tr>[\s\S]*?<\/tr>/.exec(
      renderHtml(result),
    )!;
    expect(textOf(part)).to.contain('not decided');
    expect(textOf(part)).not.to.contain('does not hold');
  });

  it('tells stories, latency, errors, problems and the environment', () => {
    const text = textOf(pages.red!);
    expect(text).to.contain('End the browser and search its profile folder.');
    expect(text).to.contain('Searched 212 files.');
    expect(text).to.contain('set 4 0.61 2.40 2.40');
    expect(text).to.contain('Key "nothing" not found. OS-PLUG-KSTR-0001 Key not found');
    expect(text).to.contain('The session was lost while "at-rest" was running.');
    expect(text).to.contain('See appium.log in the output folder.');
    expect(text).to.contain(red.runs[0]!.plugin.integrity);
    expect(text).to.contain('7f3a');
    expect(text).to.contain('8.4 s, 31 driver commands');
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

  it('gives several runs a table of verdicts on top', () => {
    const [table] = /<nav[\s\S]*?<\/nav>/.exec(renderHtml(several))!;
    const text = textOf(table);
    for (const word of ['compatible', 'not compatible', 'not known (modelled)', 'not known']) {
      expect(text).to.contain(word);
    }
    expect(pages.green).not.to.contain('<nav');
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
