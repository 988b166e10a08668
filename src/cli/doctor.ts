import { Argument, type Command } from 'commander';
import { AuditError } from '../errors.js';
import { visible } from '../report/text.js';
import { loadConfig, type Config } from './config.js';
import { androidChecks } from './doctor/android.js';
import { appiumPackage } from './doctor/appium.js';
import { pluginCache } from './doctor/cache.js';
import type { Check, CheckAnswer } from './doctor/check.js';
import { fixAll, fixWeb } from './doctor/fix.js';
import { loopback } from './doctor/loopback.js';
import { nodeVersion, npm } from './doctor/node.js';
import { browserChecks } from './doctor/tools.js';
import { examples } from './help.js';
import type { Io, Shell } from './io.js';
import { didYouMean } from './similar.js';

export { fixAll, fixWeb };

const targets = ['web', 'android'] as const;

/** `doctor`: whether this machine has what a target needs, and with --fix installs what is missing. */
export function registerDoctor(program: Command, io: Shell): void {
  program
    .command('doctor')
    .description('check what this machine lacks for an audit, and install it if asked to')
    .addArgument(new Argument('[target]', `what to check for: ${targets.join(', ')}`).default('web', 'web'))
    .option('--fix', 'install what is missing; never done without this option')
    .option('--json', 'write the checks to stdout as JSON')
    .option('--config <file>', 'the configuration that may name browser and driver')
    .addHelpText(
      'after',
      examples(
        ['keystore-audit doctor', 'Check everything'],
        ['keystore-audit doctor web --fix', 'Install Chromium and ChromeDriver where they are missing'],
        ['keystore-audit doctor android --fix', 'Install adb and the tools that make apps as well'],
      ),
    )
    .action(async (target: string, options: { fix?: true; json?: true; config?: string }) => {
      checkTarget(target);
      const loaded = await loadConfig({ cwd: io.cwd, file: options.config });
      const tools = loaded?.config.tools;
      let told = await examine(checksOf[target](io, tools));
      if (options.fix) told = await mended(told, io, () => checksOf[target](io, tools));
      if (options.json) io.stdout.write(`${JSON.stringify(asJson(target, told), null, 2)}\n`);
      else io.stderr.write(asText(target, told));
      if (!isWell(told)) io.exitCode = 2;
    });
}

interface Examined {
  readonly check: Check;
  readonly answer: CheckAnswer;
}

function checkTarget(target: string): asserts target is (typeof targets)[number] {
  if ((targets as readonly string[]).includes(target)) return;
  throw new AuditError('target-unknown', `There is no target "${target}".${didYouMean(target, targets)}`, {
    hint: `Targets are: ${targets.join(', ')}.`,
  });
}

/** Everything that an audit in a browser needs, in the order in which it needs it. */
function webChecks(io: Io, tools: Config['tools']): Check[] {
  return [
    nodeVersion(),
    npm(io.env),
    appiumPackage('appium', 'Appium'),
    appiumPackage('appium-chromium-driver', "Appium's Chromium driver"),
    ...browserChecks({ env: io.env, ...tools }, () => fixWeb({ io, tools: tools ?? {} })),
    pluginCache(io.env),
    loopback,
  ];
}

const checksOf = {
  web: webChecks,
  android: (io: Io, tools: Config['tools']): Check[] => [
    ...webChecks(io, tools),
    appiumPackage('appium-uiautomator2-driver', "Appium's Android driver"),
    ...androidChecks(io),
  ],
};

function examine(checks: readonly Check[]): Promise<Examined[]> {
  return Promise.all(checks.map(async (check) => ({ check, answer: await check.check() })));
}

/** The checks once more, after everything that failed and can be mended was mended. */
async function mended(told: Examined[], io: Io, checks: () => Check[]): Promise<Examined[]> {
  const fixes = new Set(
    told.flatMap(({ check: { fix }, answer: { ok } }) => (ok || fix === undefined ? [] : [fix])),
  );
  if (fixes.size === 0) {
    io.stderr.write(isWell(told) ? 'Nothing to fix.\n' : 'Nothing of what failed can be fixed by --fix.\n');
    return told;
  }
  await fixAll(fixes);
  return examine(checks());
}

function isWell(told: readonly Examined[]): boolean {
  return told.every(({ answer }) => answer.ok);
}

function asJson(target: string, told: readonly Examined[]) {
  return {
    target,
    ok: isWell(told),
    checks: told.map(({ check: { id, title }, answer: { ok, detail, hint } }) => ({
      id,
      title,
      ok,
      detail,
      ...(hint === undefined ? {} : { hint }),
    })),
  };
}

function asText(target: string, told: readonly Examined[]): string {
  const lines = told.flatMap(({ check: { title }, answer: { ok, detail, hint } }) => [
    `${ok ? 'ok  ' : 'FAIL'}  ${title}: ${detail}`,
    ...(hint === undefined ? [] : [`      ${hint}`]),
  ]);
  const failed = told.filter(({ answer }) => !answer.ok).length;
  const end =
    failed === 0
      ? `This machine has all that the target "${target}" needs.`
      : `${failed} of ${told.length} failed.`;
  return visible(`${[...lines, end].join('\n')}\n`);
}
