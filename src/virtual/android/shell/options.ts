/** Arguments taken apart: flags with and without a value, and the rest. */
export interface Options {
  has(...flags: string[]): boolean;
  value(...flags: string[]): string | undefined;
  readonly rest: readonly string[];
}

/** Takes arguments apart. `withValue` are the flags that have one; `--flag=value` is understood as well. */
export function options(args: readonly string[], withValue: readonly string[] = []): Options {
  const flags = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const equals = arg.startsWith('--') ? arg.indexOf('=') : -1;
    if (equals > 0) flags.set(arg.slice(0, equals), arg.slice(equals + 1));
    else if (withValue.includes(arg)) flags.set(arg, args[++at] ?? '');
    else if (/^-./.test(arg) && !/^-\d/.test(arg)) flags.set(arg, '');
    else rest.push(arg);
  }
  return {
    has: (...names) => names.some((name) => flags.has(name)),
    value: (...names) => names.map((name) => flags.get(name)).find((value) => value !== undefined),
    rest,
  };
}
