import type { NativeHost, NativePlugin } from '../../native-api.js';
import { isJava, stackTrace } from '../java/errors.js';
import { CordovaArguments } from './arguments.js';

/** What CallbackContext.success() without a value sends: PluginResult puts the status' own text there. */
export const ok = 'OK';

/** What a plugin answers on purpose by CallbackContext.error(value). */
export class PluginFailure extends Error {
  constructor(readonly value: unknown) {
    super(typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** An action of a plugin: gives its success value, or throws a PluginFailure or what Java would throw. */
export type Action = (args: CordovaArguments) => unknown;

/** A plugin's actions by name. */
export type Actions = Readonly<Record<string, Action>>;

/**
 * A Cordova plugin as its PluginManager runs it: an action that it does not have is "Invalid action", a missing
 * argument "JSON error", and an exception that nobody caught is answered with its message, which may be null.
 */
export function createCordovaPlugin(host: NativeHost, service: string, actions: Actions): NativePlugin {
  return {
    service,
    async exec(action, args) {
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (!act) throw rejection('Invalid action');
      try {
        return await act(new CordovaArguments(args));
      } catch (error) {
        if (error instanceof PluginFailure) throw rejection(error.value);
        if (isJava(error, 'JSONException')) throw rejection('JSON error');
        if (!isJava(error)) throw error;
        host.log('E', 'PluginManager', `Uncaught exception from plugin\n${stackTrace(error)}`);
        throw rejection(error.javaMessage);
      }
    },
  };
}

/** The page gets the value itself, not an Error of ours: that is why something else than an Error is thrown. */
const rejection = (value: unknown): unknown => value;
