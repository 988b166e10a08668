/** Asked whether the actions are there, not whether what they need is. */
window.KeyStorePlugin = Object.assign(window.layer, {
  CheckKeyStorePlugin: async function () {
    return { IsAvailable: true, Error: { ErrorCode: '', ErrorMessage: '' } };
  },
});
