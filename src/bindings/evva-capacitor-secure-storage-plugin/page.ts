/** It has the calls of the plugin that it was made from. */
export { default } from '../capacitor-secure-storage-plugin/page.js';
