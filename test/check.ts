import { execa } from 'execa';

/**
 * Format, types and style, looked at beside the tests of `npm test`: for a minute of work of one core nobody has to wait.
 * What is wrong fails the run like any test.
 */
const isWhole = process.env['npm_lifecycle_event'] === 'test';
const check = isWhole
  ? execa('npm', ['run', 'check', '--silent'], { all: true, reject: false, stdin: 'ignore' })
  : undefined;

export const mochaHooks = {
  async afterAll(this: Mocha.Context): Promise<void> {
    if (check === undefined) return;
    this.timeout(300_000);
    const { exitCode, all } = await check;
    if (exitCode !== 0) throw new Error(`npm run check ended with ${exitCode}:\n${all}`);
  },
};
