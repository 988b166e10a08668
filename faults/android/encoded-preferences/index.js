import { bytesOf, textOf } from '../base/cipher.js';
import { native } from '../base/native.js';

/** Encoding taken for encryption. */
export default native({
  cipher: () => ({
    seal: (key, text) =>
      isPlain(text) ? `t${encode(text, 'latin1')}` : `u${bytesOf(text).toString('base64')}`,
    open: (key, text) => (text[0] === 't' ? decode(text) : textOf(Buffer.from(text.slice(1), 'base64'))),
  }),
});

const isPlain = (text) => /^[\u0000-\u007f]*$/.test(text);
const encode = (text, encoding) => Buffer.from(text, encoding).toString('base64');
const decode = (text) => Buffer.from(text.slice(1), 'base64').toString('latin1');
