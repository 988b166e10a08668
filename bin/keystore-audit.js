#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/src/cli/main.js', import.meta.url);

if (!existsSync(main)) {
  fail('keystore-audit is not built yet; run "npm ci" in its folder.');
} else {
  try {
    const { start } = await import(main.href);
    await start();
  } catch (error) {
    fail(`keystore-audit cannot start; run "npm ci" in its folder, or install it again: ${error.message}`);
  }
}

function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = 2;
}
