import { JavaError } from '../java/errors.js';
import { androidJson } from '../java/text.js';

/** org.apache.cordova.CordovaArgs over org.json.JSONArray: what a call passes, turned into what Java asks for. */
export class CordovaArguments {
  constructor(readonly values: readonly unknown[]) {}

  /**
   * Anything there is becomes text: null "null", an object its JSON.
   * @throws JavaError JSONException if the call passes fewer arguments
   */
  getString(index: number): string {
    const value = this.#at(index);
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null ? androidJson(value) : String(value);
  }

  /** A boolean, or its name as text; what is neither counts as `otherwise`. */
  optBoolean(index: number, otherwise: boolean): boolean {
    const name = String(this.values[index]).toLowerCase();
    return name === 'true' || (name !== 'false' && otherwise);
  }

  #at(index: number): unknown {
    const value = this.values[index];
    if (index >= this.values.length)
      throw new JavaError('JSONException', `Index ${index} out of range [0..${this.values.length})`);
    // The bridge is JSON, where a hole is a null.
    return value === undefined ? null : value;
  }
}
