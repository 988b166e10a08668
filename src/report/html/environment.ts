import type { Result, Run } from '../../result/schema.js';
import { counted, duration, fidelityWords, moment, placeLabel, pluginOf } from '../words.js';
import { html, type Content, type Markup } from './markup.js';
import { facts, modelTag, section, table } from './parts.js';
import { runAddress, type Report } from './report.js';

/** Up to so many runs are told whole in the page; of more, each behind its address. */
const mostWhole = 3;

/** What it takes to know where a result comes from and to make it again. */
export function environmentSection(report: Report): Markup {
  const { result } = report;
  return section(
    'environment',
    'Where this comes from',
    facts([
      ['Finished', moment(result.finishedAt)],
      ['Started', moment(result.startedAt)],
      ['Tool', `${result.tool.name} ${result.tool.version}`],
      [
        'Made on',
        `${result.host.os} ${result.host.arch}, ${counted(result.host.cpus, 'processor')}${result.host.ci ? ', in CI' : ''}`,
      ],
      ['Seed', code(result.seed)],
      ['Config digest', code(result.configDigest)],
    ]),
    result.runs.length === 0
      ? undefined
      : result.runs.length <= mostWhole
        ? result.runs.map(
            (run) =>
              html`<h3>${pluginOf(run)} on ${placeLabel(run)} ${modelTag(run)}</h3>
                ${runDetails(result, run)}`,
          )
        : runTable(report),
  );
}

function runTable(report: Report): Markup {
  return table(
    'All runs',
    ['Run', 'Device', 'Plugin', 'Status', 'Duration'],
    report.result.runs.map((run) => [
      html`<a href="${runAddress(report, run)}">${run.id}</a>`,
      html`${placeLabel(run)} ${modelTag(run)}`,
      pluginOf(run),
      run.status,
      duration(run.durationMs),
    ]),
  );
}

/** Plugin, device, versions and abilities of one run. */
export function runDetails(result: Pick<Result, 'runs'>, run: Run): Markup {
  const { plugin, fixture, environment, device } = run;
  return html`${facts([
    ['Run', code(run.id)],
    ['Plugin', `${plugin.name} ${plugin.version} (${plugin.family})`],
    ['Plugin as named', code(plugin.source)],
    ['Integrity', code(plugin.integrity)],
    ['Upgraded from', run.from === null ? null : `${run.from.name} ${run.from.version}`],
    ['Contract', `${run.contract.id} ${run.contract.version}`],
    ['Fixture', fixture === null ? null : `${fixture.variant}${fixture.debuggable ? ', debuggable' : ''}`],
    ['Fixture digest', fixture === null ? null : code(fixture.digest)],
    ['Channel', run.channel],
    ['Device', device === null ? 'none was reached' : `${device.name} (${device.kind})`],
    ['System', device === null ? null : `${device.os} ${device.osVersion}`],
    ['Model', device === null ? null : [device.maker ?? '', device.model ?? ''].join(' ').trim()],
    ['Build', device?.build ?? null],
    ['Security patch', device?.securityPatch ?? null],
    ['Web view', device?.webview ?? null],
    ['Screen lock', device?.screenLock ?? null],
    ['Biometrics', device?.biometrics ?? null],
    ['Appium', environment.appium],
    ['Driver', environment.driver],
    ['Node', environment.node],
    ['Duration', `${duration(run.durationMs)}, ${run.driverCommands} driver commands`],
  ])}
  ${abilities(run, result.runs.length > mostWhole)}`;
}

function abilities({ device }: Run, isOpen: boolean): Content {
  const all = Object.entries(device?.abilities ?? {});
  if (all.length === 0) return undefined;
  const list = table(
    'Abilities of the device',
    ['Ability', 'Fidelity', 'Impact', 'By'],
    all.map(([name, { fidelity, impact, by }]) => [name, fidelityWords[fidelity], impact, by]),
  );
  if (isOpen)
    return html`<h3>What the device can do</h3>
      ${list}`;
  return html`<details>
    <summary>What the device can do (${counted(all.length, 'ability', 'abilities')})</summary>
    ${list}
  </details>`;
}

function code(text: string): Markup | string {
  return text === '' ? '' : html`<code>${text}</code>`;
}
