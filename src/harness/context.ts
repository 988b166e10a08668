import type { Device } from '../devices/port.js';
import type { Observation } from '../observations/types.js';
import type { Notion, Operation, Problem } from '../terms.js';
import type { Changes } from './mobile.js';

/** The part of a plan that scenarios need. */
export interface ScenarioPlan {
  /** In the order in which they run. */
  readonly scenarios: readonly string[];
  /** Operations that the binding has. */
  readonly operations: readonly Operation[];
  /** What the plugin does not tell secrets apart by; nothing when left out. */
  readonly lacks?: readonly Notion[];
  /** How often each scenario is collected. */
  readonly repeat: number;
  /** The run's key, from which canaries and store names are derived; hexadecimal. */
  readonly key: string;
  readonly limits: {
    readonly readyMs: number;
    readonly callMs: number;
    readonly watchMs: number;
    readonly scenarioMs: number;
    readonly frozenMs: number;
    readonly writeMs: number;
  };
}

/** What the scenarios of one run are played in. */
export interface Context {
  readonly device: Device;
  readonly plan: ScenarioPlan;
  /** The folder of the run, which holds observations/ and evidence/. */
  readonly folder: string;
  /** Whether what was just seen may become a finding, so that it is worth seeing it again from a clean state. */
  confirm(observation: Observation): boolean;
  /** Why further scenarios are pointless: the plugin cannot be called in any of them. Set by the first that saw it. */
  hopeless?: Problem;
  /** Whether a call was watched to its end and never answered: from then on nobody waits that long again. */
  sawSilence?: boolean;
  /** Whether a scenario lost the app on a fresh one too: from then on one loss is enough. */
  sawAppLost?: boolean;
  /** Whether the last attempt left an app that cannot be trusted to be running, or to have sound data. */
  appWasLost?: boolean;
  /** What attempts changed on the device and has not been put back. */
  changes?: Changes;
}
