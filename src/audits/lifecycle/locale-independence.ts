import { judgeKept } from '../kept.js';
import { attemptOf } from '../look.js';
import type { Audit } from '../types.js';

const expected = 'Values are set and read alike whatever the language and the digits of the device are.';

const audit: Audit = {
  title: 'The language of the device changes nothing',
  failureTitle: 'The language of the device changes what is stored or read',
  why: 'Digits and letters that code writes for people change with the language: what is then part of a key or of a file’s name is not found again, and a person who changes the language loses the secret.',
  severity: 'critical',
  targets: ['android', 'ios'],
  operations: ['set', 'get'],
  needs: [],
  scenarios: ['locale'],
  references: [
    {
      title: 'No key can be made where the language is Arabic',
      url: 'https://github.com/juliansteenbakker/flutter_secure_storage/issues/131',
    },
    {
      title: 'Storing a value crashes where the language is Arabic',
      url: 'https://github.com/xamarin/Essentials/issues/534',
    },
  ],
  audit(context) {
    const whens = ['in ar-EG', 'in fa-IR', 'in tr-TR'];
    return judgeKept(attemptOf(context, 'locale')!, expected, whens);
  },
};
export default audit;
