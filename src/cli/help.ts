/** The examples at the end of a command's help. */
export function examples(...all: readonly (readonly [command: string, what: string])[]): string {
  return ['', 'Examples:', ...all.flatMap(([command, what]) => [`  ${what}`, `    ${command}`])].join('\n');
}
