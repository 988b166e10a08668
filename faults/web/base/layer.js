/**
 * The layer of OutSystems' client actions as it is documented for the web: there is no device, so that the browser's local
 * storage takes the place of the key store, and the check says so.
 */
window.layer = (function () {
  var none = { ErrorCode: '', ErrorMessage: '' };
  var notOnDevice = {
    ErrorCode: 'OS-PLUG-KSTR-0018',
    ErrorMessage: 'Not running on device. Will fallback to browser local storage but unencrypted.',
  };
  function entry(inputs) {
    if (typeof inputs.Store !== 'string' || typeof inputs.Key !== 'string') return undefined;
    return JSON.stringify([inputs.Store, inputs.Key]);
  }
  function failure() {
    return {
      Success: false,
      Error: { ErrorCode: 'OS-PLUG-KSTR-0016', ErrorMessage: 'Cordova is not defined.' },
    };
  }
  return {
    CheckKeyStorePlugin: async function () {
      return { IsAvailable: false, Error: notOnDevice };
    },
    SetValue: async function (inputs) {
      var at = entry(inputs);
      if (at === undefined || typeof inputs.Value !== 'string') return failure();
      localStorage.setItem(at, inputs.Value);
      return { Success: true, Error: none };
    },
    GetValue: async function (inputs) {
      var at = entry(inputs);
      var value = at === undefined ? null : localStorage.getItem(at);
      return value === null ? failure() : { Value: value, Success: true, Error: none };
    },
    RemoveKey: async function (inputs) {
      var at = entry(inputs);
      if (at === undefined) return failure();
      localStorage.removeItem(at);
      return { Success: true, Error: none };
    },
  };
})();
