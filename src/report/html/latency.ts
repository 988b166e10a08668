import type { Run } from '../../result/schema.js';
import { operations, type Operation } from '../../terms.js';
import { counted, deviceLabel, isModelled, pluginOf } from '../words.js';
import { html, type Content, type Markup } from './markup.js';
import { section, tag } from './parts.js';
import { cellAddress, type Report } from './report.js';

/** Most devices that are drawn for one operation. */
const mostRows = 12;

interface Measured {
  readonly run: Run;
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  readonly samples: readonly number[];
}

/** How long calls took, drawn by operation and device, and what start-up cost. Nothing where none was measured. */
export function latencySection(report: Report): Markup | undefined {
  const { runs } = report.result;
  const charts = operations.flatMap((operation) => {
    const measured = runs
      .flatMap((run) => {
        const of = run.latency[operation];
        return of === undefined ? [] : [{ run, ...of }];
      })
      .sort((a, b) => b.p95 - a.p95);
    return measured.length === 0 ? [] : [{ operation, measured }];
  });
  const costs = costsOf(report);
  if (charts.length === 0 && costs === undefined) return undefined;
  const scale = scaleOf(charts.flatMap(({ measured }) => measured));
  return section(
    'latency',
    'How long calls took',
    charts.length === 0
      ? undefined
      : html`<p class="quiet">
          Each stroke is a call that succeeded, on a scale that grows tenfold; the mark is the median, the bar
          ends where 95 of 100 had ended. Milliseconds.
        </p>`,
    charts.map(({ operation, measured }) => chart(operation, measured, scale)),
    costs,
  );
}

interface Scale {
  /** Powers of ten at both ends. */
  readonly from: number;
  readonly to: number;
}

/** Below a hundredth of a millisecond a browser's clock tells nothing. */
const shortestMs = 0.01;

function scaleOf(measured: readonly Measured[]): Scale {
  const least = Math.min(
    ...measured.map(({ samples, p50 }) => Math.max(shortestMs, Math.min(p50, ...samples))),
  );
  const most = Math.max(1, ...measured.map(({ max }) => max));
  const from = Math.floor(Math.log10(least));
  return { from, to: Math.max(from + 1, Math.ceil(Math.log10(most))) };
}

function at(ms: number, { from, to }: Scale): number {
  const share = (Math.log10(Math.max(ms, shortestMs, 10 ** from)) - from) / (to - from);
  return Math.round(Math.min(1, share) * 10_000) / 100;
}

function chart(operation: Operation, measured: readonly Measured[], scale: Scale): Markup {
  const head = ['Device', 'Distribution', 'Calls', 'p50', 'p95', 'Longest'];
  const left = measured.length - mostRows;
  return html`<table class="latency">
      <caption>
        ${operation}
      </caption>
      <thead>
        <tr>
          ${head.map((label, index) =>
            index === 1
              ? html`<th scope="col" class="axis">${axis(scale)}</th>`
              : html`<th scope="col">${label}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${measured.slice(0, mostRows).map((of) => chartRow(of, scale, measured.length > 1))}
      </tbody>
    </table>
    ${left > 0 ? html`<p class="quiet">And ${counted(left, 'faster run')}.</p>` : undefined}`;
}

function chartRow({ run, n, p50, p95, max, samples }: Measured, scale: Scale, isOneOfMany: boolean): Markup {
  return html`<tr>
    <th scope="row">
      ${deviceLabel(run)} ${isOneOfMany ? html`<small>${pluginOf(run)}</small>` : undefined}
      ${isModelled(run) ? tag('modelled', 'modelled') : undefined}
    </th>
    <td class="drawing" data-label="Distribution">
      <svg
        viewBox="0 0 100 10"
        preserveAspectRatio="none"
        role="img"
        aria-label="From ${milliseconds(Math.min(...samples, p50))} to ${milliseconds(max)} ms, half within ${milliseconds(p50)} ms"
      >
        <rect class="range" x="0" y="4.5" width="${at(p95, scale)}" height="1" />
        <path
          class="call"
          d="${samples
            .slice(0, 60)
            .map((ms) => `M${at(ms, scale)} 1.5v7`)
            .join('')}"
        />
        <rect class="median" x="${at(p50, scale)}" y="0" width="0.8" height="10" />
      </svg>
    </td>
    ${(
      [
        ['Calls', String(n)],
        ['p50', milliseconds(p50)],
        ['p95', milliseconds(p95)],
        ['Longest', milliseconds(max)],
      ] as const
    ).map(([label, value]) => html`<td data-label="${label}" class="number">${value}</td>`)}
  </tr>`;
}

function axis({ from, to }: Scale): Markup {
  const powers = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
  return html`<span class="unseen"
      >Distribution, from ${label(powers[0]!)} to ${label(powers.at(-1)!)} ms</span
    ><span class="ticks" aria-hidden="true"
      >${powers.map((power) => html`<span>${label(power)}</span>`)}</span
    >`;
}

function label(power: number): string {
  return power >= 1000 ? `${power / 1000} s` : String(Number(power.toPrecision(1)));
}

function milliseconds(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}

/** What audits of speed and migration told in words: start-up, migration. */
function costsOf(report: Report): Content {
  const { runs } = report.result;
  const told = new Map<string, { text: string; href: string; title: string; runs: number }>();
  for (const run of runs) {
    for (const audit of run.audits) {
      const isCost =
        audit.area === 'speed' || (audit.area === 'migration' && audit.outcome === 'informative');
      if (!isCost || audit.actual === '' || audit.outcome === 'inconclusive') continue;
      const key = JSON.stringify([audit.id, audit.actual]);
      const known = told.get(key);
      if (known !== undefined) known.runs += 1;
      else {
        told.set(key, {
          text: audit.actual,
          title: audit.outcome === 'fail' ? audit.failureTitle : audit.title,
          href: cellAddress(report, run, audit),
          runs: 1,
        });
      }
    }
  }
  if (told.size === 0) return undefined;
  const all = [...told.values()];
  return html`<h3>Start-up and other cost</h3>
    <ul class="costs">
      ${all.slice(0, 12).map(
        ({ text, title, href, runs: count }) =>
          html`<li>
            <a href="${href}">${title}</a>: <span class="text">${text}</span>
            ${runs.length === 1 ? undefined : html`<span class="quiet">${counted(count, 'run')}</span>`}
          </li>`,
      )}
      ${all.length > 12 ? html`<li class="quiet">and ${all.length - 12} more, in the matrix</li>` : undefined}
    </ul>`;
}
