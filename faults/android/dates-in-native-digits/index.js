import { native } from '../base/native.js';

/** A certificate's dates are written with the digits of the device's language, and read as ASCII. */
export default native({
  cipher: (right, { host }) => ({
    ...right,
    seal(key, text, about) {
      const year = new Intl.NumberFormat(host.locale(), { useGrouping: false });
      const date = year.format(new Date(host.now()).getUTCFullYear());
      if (!/^\d+$/.test(date)) throw `invalid date string: Unparseable date: "${date}" (at offset 0)`;
      return right.seal(key, text, about);
    },
  }),
});
