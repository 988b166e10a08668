import { createFiles } from '../base/files.js';
import { native } from '../base/native.js';

/** The name of a store's file holds what is another at each start of the device. */
export default native({
  files: (right, { host }) => createFiles({ ...host, packageName: `${host.packageName}.${host.bootCount}` }),
});
