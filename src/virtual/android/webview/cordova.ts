import type { NativePlugin } from '../../native-api.js';

/** Status of a result, as Cordova's PluginResult numbers them. */
const status = { ok: 1, classNotFound: 2, jsonException: 8, error: 9 } as const;

/** A call as the page sends it. */
export interface CordovaCall {
  readonly service: string;
  readonly action: string;
  readonly callbackId: string;
  readonly args: string;
}

/**
 * Cordova's native side: a PluginManager. `evaluate` runs a script in the page, as the EVAL_BRIDGE mode does.
 */
export class CordovaBridge {
  /** CoreAndroid's messageChannel, through which the page hears of pause and resume. */
  #channel: string | undefined;

  constructor(
    private readonly options: {
      readonly plugins: ReadonlyMap<string, NativePlugin>;
      readonly declared: readonly string[];
      readonly evaluate: (script: string) => void;
      readonly log: (priority: 'D' | 'E' | 'W', tag: string, message: string) => void;
      readonly exit: () => void;
    },
  ) {}

  async call({ service, action, callbackId, args }: CordovaCall): Promise<void> {
    if (service === 'CoreAndroid') return this.#core(action, callbackId);
    const plugin = this.options.declared.includes(service) ? this.options.plugins.get(service) : undefined;
    if (plugin === undefined) {
      this.options.log('D', 'PluginManager', `exec() call to unknown plugin: ${service}`);
      return this.#answer(callbackId, false, status.classNotFound, 'Class not found');
    }
    let parsed: unknown;
    try {
      parsed = JSON.parse(args);
    } catch {
      return this.#answer(callbackId, false, status.jsonException, 'JSON error');
    }
    try {
      const value = await plugin.exec(action, Array.isArray(parsed) ? parsed : []);
      // A success without a value carries the status's own text.
      this.#answer(callbackId, true, status.ok, value === undefined ? 'OK' : value);
    } catch (error) {
      if (error instanceof Error) {
        this.options.log(
          'E',
          'PluginManager',
          `Uncaught exception from plugin\n${error.stack ?? error.message}`,
        );
        this.#answer(callbackId, false, status.error, error.message);
      } else this.#answer(callbackId, false, status.error, error === undefined ? 'Error' : error);
    }
  }

  /** `pause`, `resume` and buttons. */
  event(action: string): void {
    if (this.#channel !== undefined) this.#answer(this.#channel, true, status.ok, { action }, true);
  }

  /** The page was loaded anew: what it asked before is never answered. */
  reset(): void {
    this.#channel = undefined;
  }

  #core(action: string, callbackId: string): void {
    if (action === 'messageChannel') this.#channel = callbackId;
    else if (action === 'exitApp') this.options.exit();
    else if (
      [
        'show',
        'clearCache',
        'clearHistory',
        'overrideButton',
        'overrideBackbutton',
        'loadUrl',
        'cancelLoadUrl',
        'backHistory',
      ].includes(action)
    ) {
      this.#answer(callbackId, true, status.ok, 'OK');
    } else this.#answer(callbackId, false, 7, 'Invalid action');
  }

  #answer(callbackId: string, isSuccess: boolean, code: number, value: unknown, keep = false): void {
    const message = JSON.stringify(value).replace(
      /[\u2028\u2029]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16)}`,
    );
    this.options.evaluate(
      `cordova.callbackFromNative(${JSON.stringify(callbackId)},${isSuccess},${code},[${message}],${keep});`,
    );
  }
}

/**
 * What a page of Cordova finds in its window: the JavaScript interface `_cordovaNative`, and the prompt by which it asks
 * for the bridge's secret. `binding` is the name of the way out.
 */
export function cordovaPageScript(binding: string, secret: number): string {
  return `(() => {
  const out = globalThis[${JSON.stringify(binding)}];
  delete globalThis[${JSON.stringify(binding)}];
  if (typeof out !== 'function') return;
  const send = out.bind(globalThis), stringify = JSON.stringify, parse = JSON.parse;
  const secret = ${secret};
  const exec = (given, service, action, callbackId, args) => {
    if (given !== secret) return '';
    send(stringify({ service, action, callbackId, args }));
    return '';
  };
  Object.defineProperty(globalThis, '_cordovaNative', { configurable: true, enumerable: true, writable: true, value: {
    exec,
    setNativeToJsBridgeMode() {},
    retrieveJsMessages() { return ''; },
  } });
  const ask = globalThis.prompt;
  globalThis.prompt = { prompt(message, value) {
    if (typeof value === 'string') {
      if (value.startsWith('gap_init:')) return '' + secret;
      if (value.startsWith('gap_bridge_mode:') || value.startsWith('gap_poll:')) return '';
      if (value.startsWith('gap:')) {
        const [given, service, action, callbackId] = parse(value.slice(4));
        return exec(given, service, action, callbackId, message);
      }
    }
    return ask.apply(globalThis, arguments);
  } }.prompt;
})();`;
}
