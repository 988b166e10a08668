/** The one style sheet of the report. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #dde2e7; --wash: #f5f7f9;
  --red: #b3261e; --red-wash: #fdf1f0; --amber: #8a5300; --amber-wash: #fdf6e7;
  --green: #17693a; --green-wash: #eef8f1; --blue: #2557a7; --violet: #6a3fa0; --violet-wash: #f6f1fc;
  --hatch: rgb(106 63 160 / 0.09);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --ink: #e4e7ea; --quiet: #9aa4ae; --line: #2d343b; --wash: #1b2025;
    --red: #ff8a80; --red-wash: #2b1a1a; --amber: #f0b95b; --amber-wash: #2a2315;
    --green: #7fd49e; --green-wash: #16261c; --blue: #8ab4f8; --violet: #c7a6f5; --violet-wash: #231c2e;
    --hatch: rgb(199 166 245 / 0.1);
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; scroll-padding-top: 4rem; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
body > header, main, body > footer { max-width: 66rem; margin: 0 auto; padding: 0 1.5rem; }
body > header { padding-top: 1.6rem; display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; justify-content: space-between; }
body > footer { padding-top: 3rem; padding-bottom: 3rem; }
/* Far parts are laid out when a reader comes near. */
section:not(#verdict) { content-visibility: auto; contain-intrinsic-size: auto 50rem; }
h1, h2, h3, h4, p, dl, dd, ul, ol, figure, blockquote, fieldset { margin: 0; padding: 0; }
[hidden] { display: none !important; }
.unseen, caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.kind { font-weight: 600; color: var(--quiet); }
h1 { font-size: 2rem; line-height: 1.2; font-weight: 680; letter-spacing: -0.015em; margin-top: 1.2rem; }
h2 { font-size: 1.4rem; line-height: 1.3; font-weight: 660; letter-spacing: -0.01em; margin: 3.5rem 0 1rem; }
h2.unseen { margin: 0; }
h3 { font-size: 1.1rem; line-height: 1.4; font-weight: 650; margin: 1.6rem 0 0.6rem; }
h4 { font-size: 1rem; font-weight: 650; margin: 1.2rem 0 0.4rem; }
.version { font-weight: 400; color: var(--quiet); }
.lead { margin-top: 0.3rem; color: var(--quiet); }
.quiet, small, dt, .label { color: var(--quiet); }
.quiet, small, .label { font-size: 0.875rem; }
small { display: block; margin-top: 0.15rem; }
a { color: var(--blue); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; border-radius: 2px; }
code, q, .text, dd, h1, h3 { unicode-bidi: isolate; }
code { font: 0.86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code.id { color: var(--quiet); font-weight: 400; }
code.command { display: block; padding: 0.45rem 0.7rem; background: var(--wash); border: 1px solid var(--line); border-radius: 4px; user-select: all; }
.text { white-space: pre-wrap; }
.escape { font: italic 0.86em ui-monospace, monospace; color: var(--violet); background: var(--violet-wash); border-radius: 2px; }

.verdict { display: grid; grid-template-columns: minmax(9rem, 17rem) 1fr; grid-template-rows: auto 1fr; gap: 0.2rem 2rem; margin-top: 1.2rem; padding: 1.2rem 1.5rem; border-left: 6px solid var(--accent); border-radius: 4px; background: var(--tint); }
.verdict + .verdict { margin-top: 0.6rem; }
.platform { grid-column: 1; margin: 0; font-size: 1rem; font-weight: 600; }
.verdict .word { grid-column: 1; }
.because { grid-column: 2; grid-row: 1 / span 2; }
.word { font-size: 1.5rem; line-height: 1.25; font-weight: 700; color: var(--accent); }
.word::first-letter { text-transform: uppercase; }
.word .tag { vertical-align: middle; }
.meaning { font-weight: 600; }
.reasons { list-style: none; margin-top: 0.4rem; }
.reasons li { margin-top: 0.15rem; }
.reason { margin-top: 0.3rem; }
.tally { margin-top: 0.5rem; color: var(--quiet); font-size: 0.875rem; }
.tally a { color: inherit; }
.compatible { --accent: var(--green); --tint: var(--green-wash); }
.compatible-with-findings, .not-known { --accent: var(--amber); --tint: var(--amber-wash); }
.not-compatible { --accent: var(--red); --tint: var(--red-wash); }
.virtual { --accent: var(--violet); --tint: var(--violet-wash); background-image: repeating-linear-gradient(135deg, var(--hatch) 0 8px, transparent 8px 16px); }
.verdict.virtual { border-left-style: dashed; }
.modelled-notice, .status, .nothing { margin-top: 1.2rem; padding: 0.8rem 1.5rem; border-radius: 4px; font-weight: 600; }
.modelled-notice { border: 2px dashed var(--violet); color: var(--violet); background: var(--violet-wash); }
.status { border: 1px solid var(--amber); color: var(--amber); }
.nothing { border: 1px solid var(--line); }

.platform small { font-weight: 400; }
.glance { list-style: none; margin-top: 1.2rem; border-top: 1px solid var(--line); }
.glance li { display: grid; grid-template-columns: 11rem 14.5rem 1fr; gap: 0 1rem; padding: 0.3rem 0 0.3rem 0.8rem; border-bottom: 1px solid var(--line); border-left: 4px solid var(--accent); }
.glance strong { color: var(--accent); }
.glance strong::first-letter { text-transform: uppercase; }
.glance .virtual { border-left-style: dashed; }
.verdicts { margin-top: 1.2rem; table-layout: fixed; }
.verdicts th, .verdicts td { padding: 0.8rem 1rem; }
.verdicts th:first-child { padding-left: 0; width: 11rem; min-width: 0; }
.verdicts td { background-color: var(--tint); border-left: 4px solid var(--accent, var(--line)); }
.verdicts td.virtual { border-left-style: dashed; }
.verdicts .word { font-size: 1.1rem; }
.lines th:first-child { width: 16.5rem; overflow-wrap: anywhere; }
.lines th:first-child small { font-weight: 400; }
.lines th:nth-child(2) { width: 14rem; }
.lines td { background-color: transparent; border-left: 0; }
.lines td[class] { background-color: var(--tint); border-left: 4px solid var(--accent); }

nav { position: sticky; top: 0; z-index: 2; margin: 1.5rem -1.5rem 0; padding: 0 1.5rem; background: var(--paper); border-bottom: 1px solid var(--line); }
nav ul { position: relative; display: flex; gap: 0 1.4rem; overflow-x: auto; list-style: none; }
nav a { display: block; padding: 0.7rem 0; white-space: nowrap; text-decoration: none; color: var(--quiet); font-size: 0.9375rem; }
nav a:hover { color: var(--ink); }

.facts { display: grid; gap: 0.4rem; margin-top: 0.9rem; }
.facts > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; }
.facts dt { font-size: 0.875rem; line-height: 1.7; }
.facts dd > p + p { margin-top: 0.3rem; }
a.explained { color: inherit; text-decoration-style: dotted; }
.explained .tag { text-decoration: underline dotted; text-underline-offset: 0.15em; }
.words > div { grid-template-columns: 14rem 1fr; padding: 0.2rem 0.6rem; margin: 0 -0.6rem; border-radius: 4px; }
.words dt { font-size: inherit; line-height: inherit; font-weight: 600; color: var(--ink); }
.words dt code { display: block; font-weight: 400; color: var(--quiet); }
.entry:target { box-shadow: 0 0 0 2px var(--blue); }
figure { margin-top: 0.75rem; }
figure blockquote { padding-left: 0.75rem; border-left: 3px solid var(--line); }
figcaption { padding-left: calc(0.75rem + 3px); font-size: 0.875rem; color: var(--quiet); }
.picture { display: block; max-width: min(100%, 20rem); max-height: 24rem; margin-top: 0.4rem; border: 1px solid var(--line); border-radius: 4px; }
.picture:not([src]) { display: none; }

.tag { display: inline-block; padding: 0 0.5em; border: 1px solid currentColor; border-radius: 3px; font-size: 0.8rem; line-height: 1.5; font-weight: 400; letter-spacing: 0; white-space: nowrap; color: var(--quiet); }
.tag.critical, .tag.fail, .tag.not-compatible { color: var(--red); }
.tag.critical, .tag.not-compatible { font-weight: 650; }
.tag.major, .tag.needed, .tag.weakness, .tag.inconclusive, .tag.not-known, .tag.compatible-with-findings { color: var(--amber); }
.tag.ended { color: var(--red); }
.tag.pass, .tag.compatible { color: var(--green); }
.tag.modelled { color: var(--violet); border-style: dashed; font-weight: 700; text-transform: uppercase; }
td .tag { margin-right: 0.4rem; }
.tags { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem; margin-bottom: 0.5rem; }

.finding { padding: 1.2rem 1.5rem 1rem; border: 1px solid var(--line); border-left: 4px solid var(--quiet); border-radius: 4px; }
.finding + .finding { margin-top: 1.1rem; }
.finding.critical { border-left-color: var(--red); }
.finding.major { border-left-color: var(--amber); }
.finding.accepted { border-left-color: var(--line); background: var(--wash); }
.finding.accepted h3, .reasons .accepted a { color: var(--quiet); font-weight: 500; }
.finding.accepted .tag.critical, .finding.accepted .tag.major, .reasons .accepted .tag { color: var(--quiet); font-weight: 400; }
.finding.accepted .compare, .finding.accepted code.command { background: var(--paper); }
.divider { margin-top: 1.8rem; padding-bottom: 0.6rem; color: var(--quiet); }
.finding:target { box-shadow: 0 0 0 2px var(--blue); }
.finding h3 { margin: 0; }
.finding > p { margin-top: 0.75rem; }
.finding > p.tags { margin-top: 0; }
.finding details, .question details, .change details { border: 0; }
.finding summary { color: var(--quiet); font-size: 0.9375rem; }
.finding > details { margin-top: 0.4rem; }
.note { color: var(--quiet); }
.compare { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem; margin-top: 0.75rem; padding: 0.75rem 1rem; background: var(--wash); border-radius: 4px; }
.compare dt { font-size: 0.875rem; }
.sightings { table-layout: fixed; }
.sightings th:first-child { width: 14rem; min-width: 0; }
.sightings .command { font-size: 0.75rem; }
.finding h4 { margin: 1rem 0 0.2rem; }
.again .label { display: block; }
.problem + .problem { margin-top: 0.75rem; }
.problem { padding-left: 1rem; border-left: 3px solid var(--amber); }
.question { padding: 0.7rem 0; border-top: 1px solid var(--line); }
.audits-open, .changes, .costs, .turns { padding-left: 1.1rem; }
.audits-open li, .changes li, .costs li { margin-top: 0.25rem; }
.change.new { padding-left: 1rem; border-left: 4px solid var(--red); }
.change.fixed { padding-left: 1rem; border-left: 4px solid var(--green); }
.change.undecided { padding-left: 1rem; border-left: 4px solid var(--amber); }
.turns { list-style: none; padding: 0; }

table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.5rem 1rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 0.875rem; font-weight: 400; color: var(--quiet); white-space: nowrap; }
.verdicts thead th { font-weight: 600; color: var(--ink); white-space: normal; }
tbody th { font-weight: 500; min-width: 13rem; }
tbody th code.id { display: block; }
tr.area th { padding-top: 1.2rem; font-weight: 650; }
tr.area th::first-letter { text-transform: uppercase; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }

.filters { display: grid; gap: 0.6rem; margin-bottom: 1rem; padding: 0.9rem 1.1rem; background: var(--wash); border-radius: 4px; }
.filters fieldset { position: relative; min-width: 0; padding-left: 5.5rem; border: 0; display: flex; flex-wrap: wrap; gap: 0.35rem 0.4rem; align-items: baseline; max-height: 9rem; overflow-y: auto; }
.filters legend { position: absolute; left: 0; top: 0.15rem; padding: 0; color: var(--quiet); font-size: 0.875rem; }
.find { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; }
.find label { width: 5.5rem; color: var(--quiet); font-size: 0.875rem; margin-right: -0.05rem; }
.find input { flex: 1 1 12rem; max-width: 26rem; }
input[type="search"], select, button { font: inherit; font-size: 0.9375rem; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: 4px; padding: 0.2rem 0.6rem; max-width: 100%; }
button { cursor: pointer; }
button:disabled { color: var(--quiet); border-color: var(--line); cursor: default; }
.choices { border: 0; }
.choices summary { padding: 0 0 0.4rem; color: var(--quiet); font-size: 0.875rem; }
.choices fieldset + fieldset { margin-top: 0.6rem; }
.chip { display: inline-flex; gap: 0.3rem; align-items: center; padding: 0.05rem 0.6rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--paper); font-size: 0.875rem; cursor: pointer; }
.chip:has(:checked) { border-color: var(--blue); box-shadow: inset 0 0 0 1px var(--blue); }
.chip input { margin: 0; accent-color: var(--blue); }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin-bottom: 0.5rem; }
.pages { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0.5rem 0; }
.scroll { position: relative; overflow-x: auto; }

.matrix { table-layout: fixed; width: max-content; min-width: 100%; font-size: 0.875rem; }
.matrix th, .matrix td { padding: 0.25rem 0.3rem; }
.matrix thead th { vertical-align: bottom; }
.matrix th:first-child { width: 18rem; }
.matrix tbody th { position: sticky; left: 0; z-index: 1; min-width: 0; padding-right: 0.8rem; background: var(--paper); }
.matrix tr.area th { white-space: nowrap; padding-top: 1rem; }
.matrix .run { width: 5.2rem; white-space: normal; text-align: center; font-size: 0.8rem; line-height: 1.3; }
.matrix .run a { display: block; color: inherit; text-decoration-color: var(--line); }
.matrix .run small { font-size: 0.75rem; overflow: hidden; overflow-wrap: anywhere; }
.matrix .run.virtual { color: var(--violet); border-bottom: 2px dashed var(--violet); }
.matrix .run.virtual small { color: inherit; }
.matrix .sum { width: 9rem; padding-right: 0.9rem; }
.matrix .sum small { font-size: 0.75rem; line-height: 1.3; }
.matrix td { text-align: center; }
.matrix td.sum { text-align: left; }
.cell { display: inline-block; min-width: 2.1rem; padding: 0.1rem 0; border: 1px solid transparent; border-radius: 3px; text-align: center; text-decoration: none; font-weight: 600; color: var(--quiet); }
a.cell { min-width: 3rem; }
.cell.pass { color: var(--green); background: var(--green-wash); }
.cell.fail { color: var(--red); background: var(--red-wash); border-color: var(--red); }
.cell.fail.critical { color: var(--paper); background: var(--red); }
.cell.fail.minor { border-color: transparent; }
.cell.fail.accepted:not(.modelled), .cell.weakness.accepted:not(.modelled) { color: var(--quiet); background: var(--wash); border: 1px solid var(--line); font-weight: 400; }
.cell.weakness { color: var(--amber); background: var(--amber-wash); border: 1px dotted var(--amber); }
.cell.inconclusive { color: var(--amber); background: var(--amber-wash); }
.cell.informative { color: var(--blue); }
#findings > .quiet { margin-bottom: 0.8rem; }
.cell.modelled, .cell.fail.modelled { color: var(--violet); background: var(--violet-wash); border: 2px dashed var(--violet); }
.cell.aside { opacity: 0.35; }
a.cell:hover { border-color: currentColor; }

.bar { display: block; width: 100%; height: 6px; margin: 0.35rem 0 0.25rem; border-radius: 3px; background: var(--line); }
.bar .fail { fill: var(--red); }
.bar .accepted { fill: var(--quiet); opacity: 0.5; }
.bar .weakness { fill: var(--amber); }
.bar .inconclusive { fill: var(--amber); opacity: 0.55; }
.bar .pass { fill: var(--green); }
.bar .modelled { fill: var(--violet); opacity: 0.6; }
.bar .informative { fill: var(--blue); }
.bar .not-applicable, .bar .untested, .bar .absent { fill: var(--line); }

.latency { table-layout: fixed; margin-top: 0.6rem; }
.latency caption { position: static; width: auto; height: auto; clip-path: none; text-align: left; padding-top: 0.8rem; font-weight: 650; font-family: ui-monospace, monospace; }
.latency th:first-child { width: 14rem; min-width: 0; }
.latency thead th:nth-child(n + 3), .latency .number { width: 4.5rem; text-align: right; padding-right: 0; padding-left: 0.6rem; }
.latency td { vertical-align: middle; }
.ticks { display: flex; }
.ticks span { flex: 1 1 0; min-width: 0; }
.ticks span:last-child { flex: 0 0 0; direction: rtl; }
.drawing svg { display: block; width: 100%; height: 1.5rem; }
.drawing .range { fill: var(--line); }
.drawing .call { stroke: var(--blue); stroke-width: 2px; vector-effect: non-scaling-stroke; opacity: 0.45; }
.drawing .median { fill: var(--ink); }

details { border-bottom: 1px solid var(--line); }
summary { padding: 0.5rem 0; cursor: pointer; }
details > table, details > ol, details > p { margin: 0.25rem 0 1rem; }
.story { padding-left: 1.75rem; margin-bottom: 1rem; }
.story li { padding: 0.2rem 0; }
.story .seen { display: block; color: var(--quiet); }
.story .seen::before { content: "\\2192\\00a0"; }
.choice select { flex: 0 1 auto; min-width: 0; }
.choice { display: flex; gap: 0.6rem; align-items: center; margin-bottom: 0.6rem; }

dialog { width: min(52rem, 100vw - 2rem); max-height: calc(100vh - 3rem); margin: auto; padding: 1.4rem 1.6rem 1.8rem; border: 1px solid var(--line); border-radius: 6px; color: var(--ink); background: var(--paper); overscroll-behavior: contain; }
dialog::backdrop { background: rgb(0 0 0 / 0.45); }
dialog h2 { margin: 0 0 0.3rem; }
dialog p { margin-top: 0.6rem; }
.close { float: right; margin-left: 1rem; }

@media (max-width: 46rem) {
  body > header, main, body > footer { padding-left: 1rem; padding-right: 1rem; }
  nav { margin-left: -1rem; margin-right: -1rem; padding: 0 1rem; }
  h1 { font-size: 1.5rem; }
  h2 { font-size: 1.25rem; margin-top: 2.5rem; }
  .verdict { display: block; padding: 1rem; }
  .because { margin-top: 0.5rem; }
  .glance li { grid-template-columns: 1fr 1.4fr; font-size: 0.9375rem; line-height: 1.35; }
  .glance li > span { grid-column: 1 / -1; color: var(--quiet); font-size: 0.875rem; }
  .tag { white-space: normal; }
  .finding, .modelled-notice, .status { padding-left: 1rem; padding-right: 1rem; }
  .compare { grid-template-columns: 1fr; gap: 0.6rem; }
  .facts > div { grid-template-columns: 1fr; }
  .filters fieldset { padding-left: 0; }
  .filters legend { position: static; }
  .find label { width: 100%; }
  dialog { width: 100vw; max-width: none; max-height: calc(100vh - 1rem); margin: 1rem 0 0; padding: 1rem; border-radius: 6px 6px 0 0; }
  table:not(.matrix) thead { display: none; }
  table:not(.matrix), :not(.matrix) > tbody, :not(.matrix) > tbody > tr, :not(.matrix) > tbody > tr > th, :not(.matrix) > tbody > tr > td { display: block; width: auto !important; }
  table:not(.matrix) tr { padding: 0.6rem 0; border-bottom: 1px solid var(--line); }
  table:not(.matrix) th, table:not(.matrix) td { min-width: 0; padding: 0.1rem 0; border-bottom: 0; text-align: left !important; }
  table:not(.matrix) td:empty { display: none; }
  table:not(.matrix) td::before { content: attr(data-label) ": "; color: var(--quiet); font-size: 0.875rem; }
  table.verdicts td { padding: 0.6rem 0.8rem; margin-top: 0.4rem; }
  table.verdicts td.unaudited { display: none; }
  table.verdicts td::before { display: block; font-weight: 600; content: attr(data-label); }
  tr.area { padding-bottom: 0.3rem !important; }
  .matrix th:first-child { width: 9rem; }
  .matrix .sum { display: none; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --quiet: #444; --line: #bbb; --wash: #fff;
    --red: #8c1d18; --red-wash: #fff; --amber: #6b4100; --amber-wash: #fff;
    --green: #0f4d2a; --green-wash: #fff; --blue: #000; --violet: #4b2a78; --violet-wash: #fff;
  }
  html { font-size: 11px; }
  body > header, main, body > footer { max-width: none; padding: 0; }
  nav, .filters, .pages button, #stories { display: none !important; }
  h2, h3, h4 { break-after: avoid; }
  .verdict, .finding, tr, .problem, .story li { break-inside: avoid; }
  .verdict { border: 1px solid var(--accent); border-left-width: 6px; }
  .scroll { overflow: visible; }
  .cell.fail.critical:not(.accepted) { border: 2px solid var(--red); color: var(--red); background: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
