/** The number alone, as a table of the browser's own has it. */
window.KeyStorePlugin = Object.assign(window.layer, {
  CheckKeyStorePlugin: async function () {
    return { IsAvailable: false, Error: { ErrorCode: '18', ErrorMessage: 'Not running on device.' } };
  },
});
