export { default } from '../base/index.js';
