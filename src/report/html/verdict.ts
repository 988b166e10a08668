import { findingsOf, missingRunsOf, undecidedOf } from '../../result/findings.js';
import type { Run, RunAudit } from '../../result/schema.js';
import { severities, type Outcome, type VerdictWord } from '../../terms.js';
import type { PlatformGroup } from '../platforms.js';
import {
  counted,
  deviceAndKind,
  deviceLabel,
  documentedAsUnsafe,
  isDocumentedAsUnsafe,
  isModelled,
  modelledNotice,
  outcomeCount,
  placeLabel,
  statusWords,
  verdictMeaning,
} from '../words.js';
import { explained } from './legend.js';
import { html, type Content, type Markup } from './markup.js';
import { listed, standingTag, tag, verdictClass } from './parts.js';
import { findingAnchor, type Report } from './report.js';

/** Most reasons that a verdict names. */
const mostReasons = 4;

/** Most plugins, or versions of one, for which there is room beside each other. */
const mostBeside = 4;

/** For each platform one word, and why: what a reader came for. */
export function verdictSection(report: Report): Markup {
  const missing = missingRunsOf(report.result);
  return html`<section id="verdict" aria-labelledby="verdict-heading">
    <h2 id="verdict-heading" class="unseen">Verdict</h2>
    ${glance(report)} ${notice(report)}
    ${
      report.result.runs.length + missing.length === 0
        ? html`<p class="nothing">Nothing was audited.</p>`
        : undefined
    }
    ${
      report.groups.length === 0
        ? undefined
        : hasOnePlugin(report)
          ? report.groups.map((group, at) => panel(report, group, at))
          : pluginsOf(report).length <= mostBeside
            ? grid(report)
            : lines(report)
    }
    ${missing.map((id) => missingPanel(report, id))} ${statuses(report)}
  </section>`;
}

function notice({ result: { runs } }: Report): Content {
  const modelled = runs.filter(isModelled).length;
  if (modelled === 0) return undefined;
  const text =
    modelled === runs.length
      ? modelledNotice
      : `${modelled} of ${runs.length} runs modelled. A virtual device answered in place of a real one; what is marked MODELLED says nothing of a phone.`;
  return html`<p class="modelled-notice" role="note">${text}</p>`;
}

/** What gives a verdict its colour, and its frame where a model gave it. */
function classOf({ word, modelled }: PlatformGroup): string {
  return `${verdictClass(word)}${modelled ? ' virtual' : ''}`;
}

function hasOnePlugin(report: Report): boolean {
  return pluginsOf(report).length === 1;
}

/** Of one plugin on several platforms: each in a line, so that none has to be looked for. */
function glance(report: Report): Content {
  const { groups } = report;
  if (groups.length < 2 || !hasOnePlugin(report)) return undefined;
  return html`<ul class="glance">
    ${groups.map(
      (group, at) =>
        html`<li class="${classOf(group)}">
          <a href="#platform-${at + 1}">${group.label}</a>
          <strong>${group.word}${group.modelled ? html` ${tag('modelled', 'modelled')}` : undefined}</strong>
          <span>${shortReason(report, group)}</span>
        </li>`,
    )}
  </ul>`;
}

/** The first of what speaks against it, or what is lacking. */
function shortReason(report: Report, group: PlatformGroup): Content {
  const deciding = group.runs.filter(({ verdict }) => verdict.word === group.word);
  if (group.word === 'compatible') return verdictMeaning.compatible;
  if (group.word === 'not known') return deciding[0]?.verdict.reason;
  const ids = new Set(deciding.flatMap(({ verdict }) => verdict.by));
  const [first, ...more] = report.findings.filter(({ id }) => ids.has(id));
  if (first === undefined) return deciding[0]?.verdict.reason;
  return html`${first.sightings[0].audit.failureTitle}${more.length === 0 ? '' : `, and ${more.length} more`}`;
}

function panel(report: Report, group: PlatformGroup, at: number): Markup {
  return html`<div id="platform-${at + 1}" class="verdict ${classOf(group)}">
    <h3 class="platform">${group.label} ${devicesOf(group)}</h3>
    ${word(report, group)}
    <div class="because">
      <p class="meaning">${verdictMeaning[group.word]}</p>
      ${because(report, group)}
      <p class="tally">${tally(report, group)}</p>
    </div>
  </div>`;
}

function word(report: Report, group: PlatformGroup): Markup {
  const mark = explained(report, 'modelled', tag('modelled', 'modelled'));
  return html`<p class="word">${told(report, group.word)}${group.modelled ? html` ${mark}` : undefined}</p>`;
}

/** The verdict; where it is none, it leads to what that means. */
function told(report: Report, verdict: VerdictWord): Content {
  return verdict === 'not known' ? explained(report, 'not-known', verdict) : verdict;
}

function devicesOf({ runs }: PlatformGroup): Content {
  const names = [...new Set(runs.flatMap((run) => deviceAndKind(run) ?? []))];
  return names.length === 0 ? undefined : html`<small>${listed(names, 3)}</small>`;
}

function missingPanel(report: Report, id: string): Markup {
  return html`<div class="verdict not-known">
    <h3 class="platform">${id}</h3>
    <p class="word">${told(report, 'not known')}</p>
    <div class="because"><p class="meaning">The run was not reached.</p></div>
  </div>`;
}

function pluginsOf({ groups }: Report): string[] {
  return [...new Set(groups.map(({ plugin }) => plugin))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
}

/** Many plugins, or versions: each in a line for each platform. */
function lines(report: Report): Markup {
  return html`<table class="verdicts lines">
    <caption>
      Verdicts by plugin and platform
    </caption>
    <thead>
      <tr>
        <th scope="col">Plugin</th>
        <th scope="col">Verdict</th>
        <th scope="col">Why</th>
      </tr>
    </thead>
    <tbody>
      ${pluginsOf(report).flatMap((plugin) =>
        report.groups.filter((group) => group.plugin === plugin).map((group) => line(report, group)),
      )}
    </tbody>
  </table>`;
}

function line(report: Report, group: PlatformGroup): Markup {
  return html`<tr>
    <th scope="row">${group.plugin} <small>${group.label}</small></th>
    <td data-label="Verdict" class="${classOf(group)}">${word(report, group)}</td>
    <td data-label="Why">
      ${because(report, group)}
      <p class="tally">${tally(report, group)}</p>
    </td>
  </tr>`;
}

/** Plugins, or their versions, beside each other for each platform. */
function grid(report: Report): Markup {
  const plugins = pluginsOf(report);
  const { groups } = report;
  const platforms = new Map<string, PlatformGroup[]>();
  for (const group of groups) {
    const key = `${group.label}${group.modelled ? ' modelled' : ''}`;
    platforms.set(key, [...(platforms.get(key) ?? []), group]);
  }
  return html`<table class="verdicts">
    <caption>
      Verdicts by platform and plugin
    </caption>
    <thead>
      <tr>
        <th scope="col">Platform</th>
        ${plugins.map((plugin) => html`<th scope="col">${columnName(plugin, plugins)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${[...platforms.values()].map(
        (row) =>
          html`<tr>
            <th scope="row">
              ${row[0]!.label} ${row[0]!.modelled ? tag('modelled', 'modelled') : undefined}
            </th>
            ${plugins.map((plugin) => gridCell(report, plugin, row))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The version alone where all are of one plugin. */
function columnName(plugin: string, all: readonly string[]): Content {
  const names = new Set(all.map((each) => each.split(' ')[0]));
  const [name = '', ...version] = plugin.split(' ');
  return names.size === 1 ? html`<span class="unseen">${name} </span>${version.join(' ')}` : plugin;
}

function gridCell(report: Report, plugin: string, row: readonly PlatformGroup[]): Markup {
  const group = row.find((each) => each.plugin === plugin);
  if (group === undefined) {
    return html`<td data-label="${plugin}" class="unaudited"><span class="quiet">not audited</span></td>`;
  }
  return html`<td data-label="${plugin}" class="${classOf(group)}">
    ${word(report, group)}
    <p class="meaning">${verdictMeaning[group.word]}</p>
    ${because(report, group)}
    <p class="tally">${tally(report, group)}</p>
  </td>`;
}

/** The findings that decided, linked; else the reasons in words. */
function because(report: Report, group: PlatformGroup): Content {
  if (group.word === 'compatible') return undefined;
  if (group.word === 'not known') return [reasons(group), findingList(report, group, failing(group.runs))];
  const deciding = new Set(
    group.runs.filter(({ verdict }) => verdict.word === group.word).flatMap(({ verdict }) => verdict.by),
  );
  return [allAccepted(report, deciding), findingList(report, group, deciding) ?? reasons(group)];
}

/** Accepting changes no verdict; who decided so is reminded that all of it is known. */
function allAccepted({ accepted }: Report, deciding: ReadonlySet<string>): Content {
  if (deciding.size === 0 || ![...deciding].every((id) => accepted.has(id))) return undefined;
  return html`<p class="reason">Everything that decided this is accepted for a time; the verdict stays.</p>`;
}

/** Ids of what failed on any of these runs, decided the verdict or not. */
function failing(runs: readonly Run[]): Set<string> {
  return new Set(runs.flatMap((run) => findingsOf(run).map(({ id }) => id)));
}

function findingList(report: Report, group: PlatformGroup, ids: ReadonlySet<string>): Markup | undefined {
  // What is worst here stands first, whatever it is on other platforms or in other plugins.
  const findings = report.findings
    .filter(({ id }) => ids.has(id))
    .map(({ id, sightings, standing }) => {
      const seen = sightings.filter(({ run }) => group.runs.includes(run));
      return { id, standing, seen, audit: (seen[0] ?? sightings[0]).audit };
    })
    .sort((a, b) => severities.indexOf(b.audit.severity) - severities.indexOf(a.audit.severity));
  if (findings.length === 0) return undefined;
  const left = findings.length - mostReasons;
  return html`<ul class="reasons">
    ${findings.slice(0, mostReasons).map(({ id, standing, seen, audit }) => {
      return html`<li class="${standing.accepted === null ? 'open' : 'accepted'}">
        <a href="#${findingAnchor(report, id)}">${audit.failureTitle}</a>
        ${tag(audit.severity, audit.severity)}
        ${isDocumentedAsUnsafe(audit) ? explained(report, 'weakness', tag('weakness', documentedAsUnsafe)) : undefined}
        ${standingTag(report.result, audit)}
        ${
          group.runs.length > 1
            ? html`<span class="quiet"
                >on ${seen.length} of ${group.runs.length} runs: ${devices(seen)}</span
              >`
            : undefined
        }
      </li>`;
    })}
    ${left > 0 ? html`<li><a href="#findings">and ${counted(left, 'more finding')}</a></li>` : undefined}
  </ul>`;
}

function devices(seen: readonly { readonly run: Run }[]): Content {
  return listed(
    seen.map(({ run }) => deviceLabel(run)),
    3,
  );
}

function reasons({ runs }: PlatformGroup): Content {
  const told = new Map<string, Run[]>();
  for (const run of runs.filter(({ verdict }) => verdict.word === 'not known')) {
    told.set(run.verdict.reason, [...(told.get(run.verdict.reason) ?? []), run]);
  }
  return [...told].slice(0, 3).map(([reason, of]) => {
    const open = undecidedOf(of[0]!).filter(({ severity }) => severity === 'critical');
    const takes = open.length === 1 ? `Not decided: ${open[0]!.title}` : 'What it would take';
    return html`<p class="reason">
      ${reason}
      ${runs.length > 1 ? html`<span class="quiet">on ${of.length} of ${runs.length} runs</span>` : undefined}
      ${open.length === 0 ? undefined : html`<a href="#open">${takes}</a>`}
    </p>`;
  });
}

/** How all audits of these runs ended, each of them counted once. */
function tally(report: Report, { runs }: PlatformGroup): Markup {
  const audits = runs.flatMap((run) => run.audits);
  const of = (outcome: Outcome): RunAudit[] => audits.filter((audit) => audit.outcome === outcome);
  const parts = (['fail', 'pass', 'inconclusive', 'not-applicable', 'informative'] as const)
    .map((outcome) => ({ outcome, all: of(outcome) }))
    .filter(({ all }) => all.length > 0)
    .map(({ outcome, all }, at) => {
      const words = `${outcomeCount(outcome, all.length)}${outcome === 'fail' ? inDetail(all, report.accepted) : ''}`;
      return html`${at === 0 ? '' : ', '}${leading(report, outcome, words)}`;
    });
  const whole =
    runs.length === 1
      ? `Of ${counted(audits.length, 'audit')}`
      : `Of ${counted(audits.length, 'outcome')} on ${runs.length} runs`;
  return audits.length === 0 ? html`No audit was made.` : html`${whole}: ${parts}.`;
}

/** From a count to what is behind it, or to what its word means. */
function leading(report: Report, outcome: Outcome, words: string): Content {
  if (outcome === 'inconclusive') return html`<a href="#open">${words}</a>`;
  return outcome === 'not-applicable' || outcome === 'informative'
    ? explained(report, outcome, words)
    : words;
}

function inDetail(findings: readonly RunAudit[], accepted: ReadonlySet<string>): string {
  const bySeverity = [...severities]
    .reverse()
    .map(
      (severity) => [findings.filter((finding) => finding.severity === severity).length, severity] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}`)
    .join(', ');
  const known = findings.filter(({ id }) => accepted.has(id)).length;
  return ` (${bySeverity}${known === 0 ? '' : `; ${known} of them accepted`})`;
}

function statuses({ result: { runs } }: Report): Content {
  return (['failed', 'partial'] as const).map((status) => {
    const those = runs.filter((run) => run.status === status);
    if (those.length === 0) return undefined;
    if (runs.length === 1) return html`<p class="status">${statusWords[status]}</p>`;
    const places = those.map((run) => `${placeLabel(run)} with ${run.plugin.version}`);
    return html`<p class="status">
      ${those.length} of ${runs.length} runs
      ${status === 'failed' ? 'failed' : 'ended before all was collected'}: ${listed(places, 5)}
    </p>`;
  });
}
