import { codes, texts } from '../base/failures.js';
import { native } from '../base/native.js';

export default native({ failures: () => ({ ...codes, missing: texts.missing }) });
