import type { Answer } from '../../protocol/binding.js';

/** What the bindings of Capacitor plugins share: how they come to the plugin, and how they pass its answers on. */

/** Plugins by the names under which a module exports them. */
type Exports = Readonly<Record<string, unknown>> | undefined;

interface PageOfCapacitor {
  /** What plugin.js leaves in a page of ours: the exports of the plugin's module. */
  readonly __keystoreAuditPlugin?: Exports;
  /** What Capacitor has in every app, also in somebody else's. */
  readonly Capacitor?: { readonly Plugins?: Exports };
}

const exported = (): Exports => {
  const { __keystoreAuditPlugin: ours, Capacitor } = window as unknown as PageOfCapacitor;
  return ours ?? Capacitor?.Plugins;
};

/** A plugin, by the name under which its module exports it. */
export class CapacitorPlugin<Api> {
  constructor(private readonly name: string) {}

  /** For `Binding.missing`. Whether its methods are there cannot be asked: Capacitor makes one of every name. */
  missing(): string | undefined {
    const module = exported();
    if (module === undefined) return 'the module of the plugin did not load';
    return module[this.name] === undefined ? `the module of the plugin exports no ${this.name}` : undefined;
  }

  get api(): Api {
    return exported()?.[this.name] as Api;
  }
}

/** Passes on how a promise ends; of what it gives, the part that the documentation calls the answer. */
export async function passOn(
  promise: unknown,
  answer: Answer,
  part: (told: unknown) => unknown = (told) => told,
): Promise<void> {
  let told: unknown;
  try {
    told = part(await promise);
  } catch (error) {
    answer.rejected(error);
    return;
  }
  answer.resolved(told);
}

/** A field of what a plugin gives. What has no such field is passed on as it is: that is for the audits to see. */
export function field(name: string): (told: unknown) => unknown {
  return (told) =>
    typeof told === 'object' && told !== null && name in told
      ? (told as Readonly<Record<string, unknown>>)[name]
      : told;
}
