import type { Result, Run } from '../../result/schema.js';
import { duration, fidelityWords, moment } from '../words.js';
import { html, type Markup } from './markup.js';
import { facts, section, table } from './parts.js';

/** What it takes to know where a result comes from and to make it again. */
export function environmentSection(result: Result, run: Run, id: string): Markup {
  const { plugin, fixture, environment, device } = run;
  return section(
    `${id}-environment`,
    'Environment',
    facts([
      ['Run', code(run.id)],
      ['Plugin', `${plugin.name} ${plugin.version} (${plugin.family})`],
      ['Plugin as named', code(plugin.source)],
      ['Integrity', code(plugin.integrity)],
      ['Upgraded from', run.from === null ? null : `${run.from.name} ${run.from.version}`],
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
      ['Started', moment(result.startedAt)],
      ['Seed', code(result.seed)],
      ['Config digest', code(result.configDigest)],
    ]),
    abilities(run),
  );
}

function abilities({ device }: Run): Markup | undefined {
  const all = Object.entries(device?.abilities ?? {});
  if (all.length === 0) return undefined;
  return html`<details>
    <summary>What the device can do</summary>
    ${table(
      'Abilities of the device',
      ['Ability', 'Fidelity', 'Impact', 'By'],
      all.map(([name, { fidelity, impact, by }]) => [name, fidelityWords[fidelity], impact, by]),
    )}
  </details>`;
}

function code(text: string): Markup | string {
  return text === '' ? '' : html`<code>${text}</code>`;
}
