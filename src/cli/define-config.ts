import type { Config } from './config/schema.js';

export type { Answer, Binding, BindingCall } from '../protocol/binding.js';
export type { Config };

/** Gives a configuration back as it is: only for what an editor can say of its keys. */
export function defineConfig(config: Config): Config {
  return config;
}
