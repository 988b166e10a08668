import { native } from '../base/native.js';

/** The fallback of who cannot encrypt: only what XML or the file's own marks would trip over is escaped. */
export default native({
  cipher: () => ({
    seal: (key, text) =>
      text.replace(/[^!-$&-;=-~]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    open: (key, text) => text.replace(/%(....)/g, (_, code) => String.fromCharCode(parseInt(code, 16))),
  }),
});
