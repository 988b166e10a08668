import type { Program } from '../shell.js';

/** `test` and `[`. */
const test: Program = ({ device, name, args, user, cwd, complain }) => {
  let words = [...args];
  if (name === '[' || name === '[[') {
    if (words.at(-1) !== (name === '[' ? ']' : ']]')) {
      complain(`[: missing ]`);
      return 2;
    }
    words = words.slice(0, -1);
  }
  const file = (path: string) => {
    try {
      return device.files.stat(device.files.normal(path, cwd), user);
    } catch {
      return undefined;
    }
  };
  const unary: Record<string, (value: string) => boolean> = {
    '-n': (value) => value !== '',
    '-z': (value) => value === '',
    '-e': (value) => device.files.exists(device.files.normal(value, cwd), user),
    '-f': (value) => file(value)?.isFile() ?? false,
    '-d': (value) => file(value)?.isDirectory() ?? false,
    '-s': (value) => (file(value)?.size ?? 0) > 0,
    '-r': (value) => file(value) !== undefined,
    '-w': (value) => file(value) !== undefined,
    '-x': (value) => ((file(value)?.mode ?? 0) & 0o111) !== 0,
    '-L': (value) => file(value)?.isSymbolicLink() ?? false,
  };
  const binary: Record<string, (a: string, b: string) => boolean> = {
    '=': (a, b) => a === b,
    '==': (a, b) => a === b,
    '!=': (a, b) => a !== b,
    '-eq': (a, b) => Number(a) === Number(b),
    '-ne': (a, b) => Number(a) !== Number(b),
    '-lt': (a, b) => Number(a) < Number(b),
    '-le': (a, b) => Number(a) <= Number(b),
    '-gt': (a, b) => Number(a) > Number(b),
    '-ge': (a, b) => Number(a) >= Number(b),
  };
  const holds = (expression: readonly string[]): boolean | undefined => {
    for (const [operator, join] of [
      ['-o', (a: boolean, b: boolean) => a || b],
      ['-a', (a: boolean, b: boolean) => a && b],
    ] as const) {
      const at = expression.indexOf(operator);
      if (at > 0 && at < expression.length - 1) {
        const left = holds(expression.slice(0, at));
        const right = holds(expression.slice(at + 1));
        return left === undefined || right === undefined ? undefined : join(left, right);
      }
    }
    if (expression[0] === '!') {
      const inner = holds(expression.slice(1));
      return inner === undefined ? undefined : !inner;
    }
    const [a = '', operator = '', b = ''] = expression;
    if (expression.length === 0) return false;
    if (expression.length === 1) return a !== '';
    if (expression.length === 2) return unary[a]?.(operator);
    return binary[operator]?.(a, b);
  };
  const result = holds(words);
  if (result === undefined) {
    complain(`${name}: ${words.join(' ')}: unexpected operator/operand`);
    return 2;
  }
  return result ? 0 : 1;
};

export const testCommands: readonly [string, Program][] = [
  ['test', test],
  ['[', test],
  ['[[', test],
  ['true', () => 0],
  [':', () => 0],
  ['false', () => 1],
];
