// One task of Cordova in one project, in a process of its own: Cordova finds a project through the process's folder, and
// keeps what it read of it.
//
// Called in the project's folder as `node cordova.cjs JOB`. JOB is JSON:
//   { "platform": "android@VERSION", "plugins": FOLDER, "ids": [ID…], "hooks": false }   makes the Android project ready
//   { "build": { "release": false, "argv": [] }, "hooks": false }                        compiles it
// `platform` is a version that lies in the project's node_modules, and `plugins` holds every plugin: nothing is fetched.
'use strict';

const { cordova, events } = require('cordova-lib');

const job = JSON.parse(process.argv[2]);
for (const level of ['log', 'info', 'warn', 'results', 'verbose'])
  events.on(level, (text) => process.stdout.write(`${level === 'log' ? '' : `${level}: `}${text}\n`));

// Hooks are taken out of the plugins' own descriptions as well.
const hooks = job.hooks ? {} : { nohooks: ['.'] };

async function prepare({ platform, plugins, ids }) {
  const options = { searchpath: [plugins], noregistry: true, ...hooks };
  await cordova.platform('add', [platform], { ...options });
  if (ids.length > 0) await cordova.plugin('add', ids, { ...options });
  await cordova.prepare({ platforms: ['android'], ...options });
}

async function compile(options) {
  await cordova.compile({ platforms: ['android'], options, ...hooks });
}

(job.build ? compile(job.build) : prepare(job)).catch((error) => {
  process.stderr.write(`${error?.stack ?? String(error)}\n`);
  process.exitCode = 1;
});
