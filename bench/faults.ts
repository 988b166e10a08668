import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { auditFaults } from '../faults/audit.js';
import { mutants, sample } from '../faults/mutants.js';

/**
 * How long faults take on one Appium, beside as many runs of the command line, each with an Appium of its own.
 * `npx tsx bench/faults.ts [faults]`.
 */

const root = path.resolve(import.meta.dirname, '..');
const faults = sample(mutants(), Number(process.argv[2] ?? 40), 'bench');

async function seconds(together: number): Promise<number> {
  const began = performance.now();
  await auditFaults(faults, { together });
  return (performance.now() - began) / 1000;
}

execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
const together = await seconds(faults.length);
const apart = await seconds(1);
console.log(`${faults.length} faults on one Appium   ${together.toFixed(1)} s`);
console.log(`${faults.length} separate runs          ${apart.toFixed(1)} s`);
console.log(`ratio                      ${(together / apart).toFixed(2)} (at most 0.33)`);
