import { native } from '../base/native.js';

export default native({
  vault(right, { files, keyring }) {
    const operations = Object.entries(right).map(([name, operation]) => [
      name,
      async (store, ...rest) => {
        if (keyring.read() === undefined) files.delete(store);
        return operation(store, ...rest);
      },
    ]);
    return Object.fromEntries(operations);
  },
});
