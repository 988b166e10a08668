import type { NativePlugin } from '../../native-api.js';

/** A native half that also tells its methods, without which Capacitor's page side does not call it. */
export type CapacitorPlugin = NativePlugin & { readonly methods?: readonly string[] };

interface Call {
  readonly callbackId: string;
  readonly pluginId: string;
  readonly methodName: string;
  readonly options: unknown;
}

/** Capacitor's native side. */
export class CapacitorBridge {
  constructor(
    private readonly options: {
      readonly plugins: ReadonlyMap<string, CapacitorPlugin>;
      readonly evaluate: (script: string) => void;
      readonly log: (priority: 'V' | 'D' | 'E' | 'W', tag: string, message: string) => void;
      /** Whether every call is written down, with what it was given. */
      readonly isLogging: boolean;
    },
  ) {}

  async call(json: string): Promise<void> {
    let call: Call;
    try {
      call = JSON.parse(json) as Call;
    } catch {
      return this.options.log('E', 'Capacitor', 'Post message error: not a JSON');
    }
    const { pluginId, methodName, options } = call;
    const plugin = this.options.plugins.get(pluginId);
    if (plugin === undefined) {
      this.options.log('E', 'Capacitor', `unable to find plugin : ${pluginId}`);
      return this.#answer(call, false, {
        message: `"${pluginId}" plugin is not implemented on android`,
        code: 'UNIMPLEMENTED',
      });
    }
    if (this.options.isLogging) {
      const asked = `callback: ${call.callbackId}, pluginId: ${pluginId}, methodName: ${methodName}`;
      this.options.log('V', 'Capacitor', `${asked}, methodData: ${JSON.stringify(options ?? {})}`);
    }
    try {
      const data = await plugin.exec(methodName, [options]);
      this.#answer(call, true, data ?? {});
    } catch (error) {
      if (error instanceof Error) this.#answer(call, false, { message: error.message, ...codeOf(error) });
      else this.#answer(call, false, typeof error === 'object' ? error : { message: String(error) });
    }
  }

  /** App's lifecycle, as Bridge.triggerJSEvent tells it. */
  event(name: 'pause' | 'resume'): void {
    this.options.evaluate(
      `window.Capacitor && window.Capacitor.triggerEvent && window.Capacitor.triggerEvent("${name}", "document")`,
    );
  }

  #answer({ callbackId, pluginId, methodName }: Call, success: boolean, value: unknown): void {
    const answer = {
      save: false,
      callbackId,
      pluginId,
      methodName,
      success,
      ...(success ? { data: value } : { error: value }),
    };
    this.options.evaluate(`window.Capacitor.fromNative(${JSON.stringify(answer)})`);
  }
}

function codeOf(error: Error): { code?: string } {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? { code } : {};
}

/** What Capacitor's Bridge puts into a page before it loads: its own script and the headers of the plugins. */
export function capacitorPageScript(
  binding: string,
  {
    nativeBridge,
    plugins,
    origin,
    debuggable,
    isLogging,
  }: {
    readonly nativeBridge: string | undefined;
    readonly plugins: ReadonlyMap<string, CapacitorPlugin>;
    readonly origin: string;
    readonly debuggable: boolean;
    readonly isLogging: boolean;
  },
): string {
  const headers = [...plugins.values()].map(({ service, methods = [] }) => ({
    name: service,
    methods: methods.map((name) => ({ name, rtype: 'promise' })),
  }));
  return `(() => {
  const out = globalThis[${JSON.stringify(binding)}];
  delete globalThis[${JSON.stringify(binding)}];
  if (typeof out !== 'function') return;
  const send = out.bind(globalThis);
  globalThis.androidBridge = { postMessage(json) { send(json); } };
})();
window.Capacitor = { DEBUG: ${debuggable}, isLoggingEnabled: ${isLogging}, Plugins: {} };
window.WEBVIEW_SERVER_URL = ${JSON.stringify(origin)};
${nativeBridge ?? ''}
window.Capacitor.PluginHeaders = ${JSON.stringify(headers)};`;
}
