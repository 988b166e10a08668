import path from 'node:path';
import { faultsIn, type Fault } from './plugins.js';

/** Planted defects of native halves: each folder below android/ is one, for `keystore-audit virtual android --native`. */

export const androidFolder = path.join(import.meta.dirname, 'android');

/** A fault whose native half lies in a folder. */
export interface NativeFault extends Fault {
  readonly folder: string;
  /**
   * Scenarios that bring the defect out, where an audit that must notice it looks at all of them; of a correct one, those
   * that it could raise an alarm in beside the harmless ones. A correct one without any is played in all.
   */
  readonly scenarios?: readonly string[];
}

/** All hand-made native halves, the correct ones included. */
export function androidFaults(): NativeFault[] {
  return faultsIn(androidFolder).map((fault) => ({ ...fault, folder: path.join(androidFolder, fault.id) }));
}
