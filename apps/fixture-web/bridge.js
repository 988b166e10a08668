// Stands at the end of cordova.js, so that no plugin can be loaded in between: tells the runtime of every native call
// that this platform has no proxy for. The look-up itself is left as it is.
(function () {
  const proxies = window.cordova.require('cordova/exec/proxy');
  const runtime = window.__keystoreAudit;
  const get = proxies.get;
  proxies.get = function (service, action) {
    const found = get(service, action);
    if (!found) {
      try {
        runtime.bridgeMissing(service + '.' + action);
      } catch {
        // A name that is no text is the plugin's affair.
      }
    }
    return found;
  };
})();
