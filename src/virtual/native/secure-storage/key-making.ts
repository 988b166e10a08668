import { createTurns } from '../cordova/turns.js';

/**
 * How `init` comes to a key where a store has none: the user's credentials are opened first, which puts the app
 * into the background for a moment.
 * @param make makes the key of a store
 * @param unlock opens the credentials; false if the user left
 */
export type KeyMaking = (
  make: (store: string) => Promise<void>,
  unlock: () => Promise<boolean>,
) => (store: string) => Promise<'made' | 'refused'>;

/**
 * The published plugin keeps the waiting call in one field and goes on when the app comes back: of calls that
 * come together only the last is answered, and one that comes while a key is made is answered for the other.
 */
export const oneWaitingCall: KeyMaking = (make, unlock) => {
  interface Waiting {
    readonly store: string;
    readonly resolve: (outcome: 'made') => void;
    readonly reject: (error: unknown) => void;
  }
  const field: { waiting?: Waiting } = {};
  let running = false;
  const resumed = async () => {
    if (!field.waiting || running) return;
    running = true;
    try {
      await make(field.waiting.store);
      field.waiting.resolve('made');
    } catch (error) {
      field.waiting.reject(error);
    } finally {
      delete field.waiting;
      running = false;
    }
  };
  return (store) =>
    new Promise((resolve, reject) => {
      field.waiting = { store, resolve, reject };
      void unlock().then(resumed);
    });
};

/** OutSystems' builds keep a queue: every call is answered, and screens follow each other. */
export const everyCall: KeyMaking = (make, unlock) => {
  const inTurn = createTurns();
  return (store) =>
    inTurn(async () => {
      if (!(await unlock())) return 'refused';
      await make(store);
      return 'made';
    });
};
