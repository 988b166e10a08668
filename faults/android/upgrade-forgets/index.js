import { createFiles } from '../base/files.js';
import { native } from '../base/native.js';

/** A format for each version, and nobody who brings the old one along. */
export default native({
  files: (right, { host }) =>
    createFiles({ ...host, packageName: `${host.packageName}.v${host.versionCode}` }),
});
