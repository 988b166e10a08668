import path from 'node:path';
import { Option, type Command } from 'commander';
import { AuditError } from '../errors.js';
import { buildVariants, type BuildVariant } from '../fixture/build/android/types.js';
import { chooseBinding, listBindings, type BindingMeta } from '../plugins/bindings.js';
import { defaultCacheFolder } from '../plugins/cache.js';
import { resolvePlugin, type ResolvedPlugin } from '../plugins/resolve.js';
import { buildAndroid } from './build/android.js';
import type { Built } from './build/built.js';
import { buildWeb } from './build/web.js';
import { examples } from './help.js';
import { listenForSignals } from './interrupt.js';
import type { Io, Shell } from './io.js';

/** The options of `build` as commander hands them over. */
export interface BuildOptions {
  readonly plugin?: string;
  readonly binding?: string;
  readonly variant: BuildVariant;
  readonly out: string;
  readonly virtual?: boolean;
  readonly trustPlugin?: boolean;
  readonly json?: boolean;
}

/** What a target's build is given. */
export interface BuildTask {
  readonly plugin: ResolvedPlugin;
  readonly binding: BindingMeta;
  readonly options: BuildOptions;
  /** Absolute. */
  readonly out: string;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

const builders = {
  android: buildAndroid,
  web: buildWeb,
} satisfies Record<string, (task: BuildTask) => Promise<Built>>;

type BuildTarget = keyof typeof builders;

export function registerBuild(program: Command, shell: Shell): void {
  program
    .command('build')
    .description('build the fixture app of a plugin, which "run" makes by itself')
    .argument('<target>', 'android or web')
    .option('--plugin <spec>', 'an npm name with or without version, a folder, or a tarball')
    .option('--binding <id>', 'how the plugin is called, for a fork or a plugin that is not known')
    .addOption(
      new Option('--variant <variant>', 'android: debuggable, or minified as a shop has it')
        .choices(buildVariants)
        .default('debug'),
    )
    .option('--out <folder>', 'where the app goes', 'keystore-audit-fixture')
    .option('--virtual', 'android: an app without code, for virtual devices only; needs no SDK')
    .option('--trust-plugin', 'let hooks and Gradle files of the plugin run on this machine')
    .option('--json', 'print what was built on stdout')
    .addHelpText(
      'after',
      examples(
        [
          'keystore-audit build android --plugin cordova-plugin-secure-storage@3.0.2',
          'An app for phones and emulators, with an Android SDK',
        ],
        [
          'keystore-audit build android --plugin cordova-plugin-secure-storage@3.0.2 --virtual',
          'An app for virtual devices, without one',
        ],
        ['keystore-audit build web --plugin cordova-plugin-secure-storage@2.6.8', 'The page for Chromium'],
      ),
    )
    .action(async (target: string, options: BuildOptions) => {
      shell.exitCode = await build(target, options, shell);
    });
}

/** `keystore-audit build TARGET`. Gives the exit code. */
export async function build(target: string, options: BuildOptions, io: Io): Promise<number> {
  if (!isTarget(target))
    throw new AuditError('target-unknown', `There is no fixture app for the target "${target}".`, {
      hint: `Targets of build are: ${Object.keys(builders).join(', ')}.`,
    });
  if (options.plugin === undefined)
    throw new AuditError('plugin-missing', 'There is no plugin to build an app for.');
  const signals = listenForSignals();
  const log = (line: string): void => void io.stderr.write(`${line}\n`);
  try {
    const plugin = await resolvePlugin(options.plugin, {
      cacheFolder: defaultCacheFolder(io.env),
      cwd: io.cwd,
      signal: signals.stop,
      log,
    });
    const { binding } = chooseBinding(plugin, listBindings(), {
      target,
      // Nothing is judged here: a binding that was asked for needs no contract.
      ...(options.binding === undefined ? {} : { binding: options.binding, contract: 'baseline' }),
    });
    const built = await builders[target]({
      plugin,
      binding,
      options,
      out: path.resolve(io.cwd, options.out),
      io,
      signal: signals.stop,
      log,
    });
    io.stderr.write(built.text);
    io.stdout.write(options.json ? `${JSON.stringify(built.json, null, 2)}\n` : `${built.path}\n`);
    return 0;
  } catch (error) {
    const code = signals.exitCode();
    if (code === undefined) throw error;
    return code;
  } finally {
    signals.forget();
  }
}

function isTarget(text: string): text is BuildTarget {
  return Object.hasOwn(builders, text);
}
