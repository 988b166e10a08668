/** The one style sheet of the report. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2024; --quiet: #5b646e; --line: #dfe3e8; --wash: #f5f7f9;
  --red: #b3261e; --red-wash: #fdf1f0; --amber: #8a5300; --amber-wash: #fdf6e7;
  --green: #17693a; --green-wash: #eef8f1; --blue: #2557a7; --violet: #6a3fa0; --violet-wash: #f6f1fc;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e4e7ea; --quiet: #9aa4ae; --line: #2d343b; --wash: #1b2025;
    --red: #ff8a80; --red-wash: #2b1a1a; --amber: #f0b95b; --amber-wash: #2a2315;
    --green: #7fd49e; --green-wash: #16261c; --blue: #8ab4f8; --violet: #c7a6f5; --violet-wash: #231c2e;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
body > * { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
body > header { padding-top: 2rem; display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; justify-content: space-between; }
body > footer { padding-top: 2rem; padding-bottom: 3rem; }
h1, h2, h3, h4, p, dl, dd, figure, blockquote, ol { margin: 0; }
h1 { font-size: 1rem; font-weight: 600; color: var(--quiet); }
h2 { font-size: 1.75rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; margin: 1.5rem 0 1rem; }
h3 { font-size: 1.2rem; line-height: 1.3; font-weight: 650; margin: 2.75rem 0 0.9rem; }
h4 { font-size: 1.05rem; line-height: 1.4; font-weight: 650; }
.version { font-weight: 400; color: var(--quiet); }
.quiet, small, caption, dt { color: var(--quiet); }
.quiet, small { font-size: 0.875rem; }
small { display: block; margin-top: 0.15rem; }
a { color: var(--blue); text-underline-offset: 0.15em; }
code, q, .text { unicode-bidi: isolate; }
code { font: 0.86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code.id { color: var(--quiet); font-weight: 400; }
code.command { display: block; padding: 0.4rem 0.6rem; background: var(--wash); border: 1px solid var(--line); border-radius: 4px; }
.text { white-space: pre-wrap; }
.escape { font: italic 0.86em ui-monospace, monospace; color: var(--violet); background: var(--violet-wash); border-radius: 2px; }

nav { margin-top: 1.5rem; }
.run + .run { margin-top: 4rem; padding-top: 1.5rem; border-top: 2px solid var(--line); }
.verdict { padding: 1.1rem 1.4rem; border-left: 6px solid var(--accent); border-radius: 4px; background: var(--tint); }
.verdict .word { font-size: 1.6rem; line-height: 1.2; font-weight: 700; color: var(--accent); }
.verdict .word::first-letter { text-transform: uppercase; }
.verdict .reason { margin-top: 0.4rem; }
.verdict .tally { margin-top: 0.4rem; color: var(--quiet); font-size: 0.875rem; }
.verdict.compatible { --accent: var(--green); --tint: var(--green-wash); }
.verdict.compatible-with-findings, .verdict.not-known { --accent: var(--amber); --tint: var(--amber-wash); }
.verdict.not-compatible { --accent: var(--red); --tint: var(--red-wash); }
.modelled-notice, .status { margin-top: 0.75rem; padding: 0.75rem 1.4rem; border-radius: 4px; font-weight: 600; }
.modelled-notice { border: 2px dashed var(--violet); color: var(--violet); background: var(--violet-wash); }
.status { border: 1px solid var(--amber); color: var(--amber); }

.facts { display: grid; gap: 0.45rem; margin-top: 1rem; }
.facts > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; }
.facts dt { font-size: 0.875rem; line-height: 1.7; }
.facts dd > p + p, .facts figure + figure { margin-top: 0.4rem; }
figure blockquote { padding-left: 0.75rem; border-left: 3px solid var(--line); }
figcaption { padding-left: calc(0.75rem + 3px); font-size: 0.875rem; color: var(--quiet); }

.tag { display: inline-block; padding: 0 0.5em; border: 1px solid currentColor; border-radius: 3px; font-size: 0.8rem; line-height: 1.5; white-space: nowrap; color: var(--quiet); }
.tag.critical, .tag.fail, .tag.not-compatible { color: var(--red); }
.tag.critical, .tag.not-compatible { font-weight: 650; }
.tag.major, .tag.inconclusive, .tag.not-known, .tag.compatible-with-findings { color: var(--amber); }
.tag.pass, .tag.compatible { color: var(--green); }
.tag.modelled { color: var(--violet); border-style: dashed; font-weight: 700; text-transform: uppercase; }
td .tag { margin-right: 0.4rem; }
.tags { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-bottom: 0.5rem; }

.finding { padding: 1.1rem 1.4rem 1.3rem; border: 1px solid var(--line); border-left: 4px solid var(--quiet); border-radius: 4px; }
.finding + .finding { margin-top: 1.1rem; }
.finding.critical { border-left-color: var(--red); }
.finding.major { border-left-color: var(--amber); }
.finding > p { margin-top: 0.75rem; }
.finding > p.tags { margin-top: 0; }
.note { color: var(--quiet); }
.compare { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; margin-top: 0.75rem; padding: 0.75rem 1rem; background: var(--wash); border-radius: 4px; }
.compare dt { font-size: 0.875rem; }
.problem + .problem { margin-top: 0.75rem; }
.problem { padding-left: 1rem; border-left: 3px solid var(--amber); }

table + p { margin-top: 0.75rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: 0.5rem 1rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.875rem; font-weight: 400; color: var(--quiet); white-space: nowrap; }
tbody th { font-weight: 500; min-width: 15rem; }
tbody th code.id { display: block; }
tr.area th { padding-top: 1.2rem; font-weight: 650; }
tr.area th::first-letter { text-transform: uppercase; }

details { border-bottom: 1px solid var(--line); }
summary { padding: 0.55rem 0; cursor: pointer; }
details > table, details > ol, details > p { margin: 0.25rem 0 1rem; }
.story { padding-left: 1.75rem; }
.story li { padding: 0.2rem 0; }
.story .seen { display: block; color: var(--quiet); }
.story .seen::before { content: "\\2192\\00a0"; }

@media (max-width: 44rem) {
  body > * { padding: 0 1rem; }
  h2 { font-size: 1.4rem; }
  .verdict, .finding, .modelled-notice, .status { padding-left: 1rem; padding-right: 1rem; }
  .compare { grid-template-columns: 1fr; gap: 0.6rem; }
  .facts > div { grid-template-columns: 1fr; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  tbody th { min-width: 0; }
  th, td { padding: 0.1rem 0; border: 0; }
  td:empty { display: none; }
  td::before { content: attr(data-label) ": "; color: var(--quiet); font-size: 0.875rem; }
  tr.area { padding-bottom: 0.3rem; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --wash: #fff;
    --red: #8c1d18; --red-wash: #fff; --amber: #6b4100; --amber-wash: #fff;
    --green: #0f4d2a; --green-wash: #fff; --blue: #000; --violet: #4b2a78; --violet-wash: #fff;
  }
  html { font-size: 11px; }
  body > * { max-width: none; padding: 0; }
  h2, h3, h4 { break-after: avoid; }
  .verdict, .finding, tr, .problem, .story li { break-inside: avoid; }
  .verdict { border: 1px solid var(--accent); border-left-width: 6px; }
  nav { margin-top: 1.5rem; }
.run + .run { break-before: page; border-top: 0; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
