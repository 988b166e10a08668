import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { median } from './median.js';

/** How long four plugins in one run take, beside four runs one after another. `npx tsx bench/plugins.ts [rounds]`. */

const root = path.resolve(import.meta.dirname, '..');
const command = path.join(root, 'bin', 'keystore-audit.js');
const rounds = Number(process.argv[2] ?? 3);
const plugins = [
  'cordova-plugin-secure-storage@2.6.8',
  'capacitor-secure-storage-plugin@0.13.0',
  '@aparajita/capacitor-secure-storage@8.0.1',
  '@evva/capacitor-secure-storage-plugin@4.0.4',
];
const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));

function seconds(...specs: string[]): number {
  const runs = specs.map((plugin) => ({ target: 'web', plugin }));
  const config = path.join(folder, 'keystore-audit.config.json');
  writeFileSync(config, JSON.stringify({ runs, out: path.join(folder, 'out') }));
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [command, 'run'], { cwd: folder, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`It ended with ${status}:\n${stderr}`);
  return (performance.now() - began) / 1000;
}

try {
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
  seconds(...plugins);
  const times = Array.from({ length: rounds }, () => ({
    together: seconds(...plugins),
    apart: plugins.reduce((sum, plugin) => sum + seconds(plugin), 0),
  }));
  const together = median(times.map((each) => each.together));
  const apart = median(times.map((each) => each.apart));
  console.log(`four plugins in one run   ${together.toFixed(1)} s`);
  console.log(`four runs                 ${apart.toFixed(1)} s`);
  console.log(`ratio                     ${(together / apart).toFixed(2)} (at most 0.70)`);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
