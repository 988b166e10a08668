import type { NativeFactory } from '../native-api.js';

/** The native halves that the device brings along: none yet. */
export const nativeHalves: NativeFactory = () => [];
