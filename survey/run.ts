import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Result, Run, RunAudit } from '../src/result/schema.js';

/**
 * Audits every published plugin that has a web half, at its newest and at two older versions, in one run with one report,
 * and writes docs/survey.md. `npm run survey [-- --repeat N] [--current]`. What is written is what was seen; beside each
 * finding stands where the plugin's source shows it, as somebody has read it (survey/confirmed.json).
 */

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'keystore-audit-out', 'survey');

const plugins: Readonly<Record<string, readonly string[]>> = {
  'cordova-plugin-secure-storage': ['2.6.8', '2.6.6', '2.6.5'],
  'capacitor-secure-storage-plugin': ['0.13.0', '0.12.0', '0.11.0'],
  '@aparajita/capacitor-secure-storage': ['8.0.1', '7.1.6', '6.0.1'],
  '@evva/capacitor-secure-storage-plugin': ['4.0.4', '3.1.0', '3.0.1'],
  '@capgo/capacitor-persistent-account': ['8.0.36', '8.0.23'],
};

/** A finding that was found in the plugin's source. */
interface Confirmation {
  readonly plugin: string;
  readonly versions: readonly string[];
  readonly audit: string;
  /** File and line in the package. */
  readonly source: string;
  readonly note: string;
}

function confirmationOf({ plugin }: Run, { id }: RunAudit): Confirmation | undefined {
  const all = JSON.parse(
    readFileSync(path.join(import.meta.dirname, 'confirmed.json'), 'utf8'),
  ) as Confirmation[];
  return all.find(
    (each) => each.plugin === plugin.name && each.versions.includes(plugin.version) && each.audit === id,
  );
}

async function survey(args: readonly string[]): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const runs = Object.entries(plugins).flatMap(([name, versions]) =>
    (args.includes('--current') ? versions.slice(0, 1) : versions).map((version) => ({
      target: 'web',
      plugin: `${name}@${version}`,
    })),
  );
  const config = path.join(folder, 'keystore-audit.config.json');
  writeFileSync(config, JSON.stringify({ runs, out: path.join(folder, 'out') }));
  const repeat = args.includes('--repeat') ? ['--repeat', args[args.indexOf('--repeat') + 1]!] : [];
  const child = spawn(
    process.execPath,
    [path.join(root, 'bin', 'keystore-audit.js'), 'run', '--config', config, ...repeat],
    { cwd: folder, stdio: 'inherit' },
  );
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0 && code !== 1) return code ?? 2;
  const result = JSON.parse(readFileSync(path.join(folder, 'out', 'result.json'), 'utf8')) as Result;
  const unconfirmed = result.runs.flatMap((run) =>
    findings(run)
      .filter((finding) => confirmationOf(run, finding) === undefined)
      .map(({ id }) => `${run.plugin.name}@${run.plugin.version} ${id}`),
  );
  if (!args.includes('--current')) writeFileSync(path.join(root, 'docs', 'survey.md'), page(result));
  process.stdout.write(`Report: ${path.join(folder, 'out', 'report.html')}\n`);
  for (const each of unconfirmed) process.stdout.write(`not confirmed in the source: ${each}\n`);
  return unconfirmed.length === 0 ? 0 : 1;
}

const findings = (run: Run): RunAudit[] => run.audits.filter(({ outcome }) => outcome === 'fail');

function page(result: Result): string {
  const [first] = result.runs;
  return `# Survey: the web halves of published plugins

Made by \`npm run survey\` with ${first!.device!.name}, ${first!.audits.length} audits. What stands here was seen by running
the plugins, twice each time; where a finding shows in the source was read afterwards. A web half is often meant as a
stand-in for development. What a plugin does on a phone is another matter, and is not told here.

| plugin | version | verdict | findings | not decided |
| --- | --- | --- | --- | --- |
${result.runs.map(row).join('\n')}

${result.runs.map(section).join('\n')}`;
}

function row(run: Run): string {
  const count = (severity: string): number =>
    findings(run).filter((each) => each.severity === severity).length;
  const told = (['critical', 'major', 'minor'] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}`);
  const undecided = run.audits.filter(({ outcome }) => outcome === 'inconclusive').map(({ id }) => id);
  return `| ${run.plugin.name} | ${run.plugin.version} | ${run.verdict.word} | ${told.join(', ') || 'none'} | ${undecided.join(', ') || 'none'} |`;
}

function section(run: Run): string {
  const heading = `## ${run.plugin.name} ${run.plugin.version}\n\nHeld to ${run.contract.id} ${run.contract.version}.\n`;
  const told = findings(run).map((finding) => {
    const confirmation = confirmationOf(run, finding);
    const source =
      confirmation === undefined
        ? 'Not yet found in the source.'
        : `In ${confirmation.source}: ${confirmation.note}`;
    const documented = finding.basis === 'documented-weakness' ? ', documented as unsafe' : '';
    return `- **${finding.failureTitle}** (${finding.id}, ${finding.severity}${documented}). ${plain(finding.actual)}\n  ${source}`;
  });
  return `${heading}\n${told.join('\n') || 'Nothing was found.'}\n`;
}

/** Foreign text in Markdown. */
function plain(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
}

process.exitCode = await survey(process.argv.slice(2));
