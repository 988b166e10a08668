import type { Answer, Binding, BindingCall } from '../../protocol/binding.js';

/** The outputs of a client action, as docs/deployed-page.md asks a page to give them. */
interface Outputs {
  readonly Value?: unknown;
  readonly IsAvailable?: unknown;
  readonly Success?: unknown;
  readonly Error?: { readonly ErrorCode?: unknown; readonly ErrorMessage?: unknown };
}

type Action = (inputs: { readonly [name: string]: unknown }) => PromiseLike<Outputs>;

const names = ['CheckKeyStorePlugin', 'SetValue', 'GetValue', 'RemoveKey'] as const;
type Name = (typeof names)[number];

const actions = (): { readonly [name in Name]?: Action } | undefined =>
  (window as { KeyStorePlugin?: { readonly [name in Name]?: Action } }).KeyStorePlugin;

/** Only inputs that a call names are passed on. */
function inputsOf({ store, key, value, authenticate }: BindingCall): { [name: string]: unknown } {
  return {
    ...(store === undefined ? {} : { Store: store }),
    ...(key === undefined ? {} : { Key: key }),
    ...(value === undefined ? {} : { Value: value }),
    ...(authenticate === undefined ? {} : { KeyAuthentication: authenticate }),
  };
}

/** Makes the call; `read` takes from its outputs what the operation gives where it succeeded. */
function act(name: Name, call: BindingCall, answer: Answer, read: (outputs: Outputs) => unknown): void {
  actions()![name]!(inputsOf(call)).then((outputs) => {
    const { Success: success, Error: error } = outputs;
    const code = error?.ErrorCode;
    const failed = name === 'CheckKeyStorePlugin' ? Boolean(code) : success !== true;
    if (failed) answer.rejected({ code, message: error?.ErrorMessage, outputs });
    else answer.resolved(read(outputs));
  }, answer.rejected);
}

const binding: Binding = {
  missing() {
    const missing = names.filter((name) => typeof actions()?.[name] !== 'function');
    return missing.length === 0 ? undefined : `window.KeyStorePlugin has no function ${missing.join(', ')}`;
  },
  operations: {
    available: (call, answer) => act('CheckKeyStorePlugin', call, answer, ({ IsAvailable }) => IsAvailable),
    set: (call, answer) => act('SetValue', call, answer, () => undefined),
    get: (call, answer) => act('GetValue', call, answer, ({ Value }) => Value),
    remove: (call, answer) => act('RemoveKey', call, answer, () => undefined),
  },
};

export default binding;
