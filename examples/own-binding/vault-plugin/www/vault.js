/**
 * A vault for secrets: sealed with a key that cannot be read out, under the digest of store and key. Every call gives a
 * promise.
 */
const algorithm = 'AES-GCM';
let opened;

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function open() {
  const request = indexedDB.open('vault-plugin', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('key');
    request.result.createObjectStore('secrets');
  };
  const database = await answerOf(request);
  const fresh = await crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  const keys = database.transaction('key', 'readwrite').objectStore('key');
  const known = await answerOf(keys.get('key'));
  if (known === undefined) await answerOf(keys.add(fresh, 'key'));
  return { database, key: known ?? fresh };
}

/** Every code unit as it is: a text may hold halves of characters. */
function unitsOf(text) {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}

function textOf(units) {
  let text = '';
  for (const unit of units) text += String.fromCharCode(unit);
  return text;
}

async function placeOf(place) {
  if (typeof place.in !== 'string' || typeof place.key !== 'string')
    throw new TypeError('in and key are texts');
  const digest = await crypto.subtle.digest('SHA-256', unitsOf(JSON.stringify([place.in, place.key])));
  return textOf(new Uint16Array(digest));
}

async function secrets(mode) {
  opened ??= open();
  const { database, key } = await opened;
  return { key, store: () => database.transaction('secrets', mode).objectStore('secrets') };
}

exports.isReady = async () => globalThis.crypto?.subtle !== undefined;

exports.write = async ({ secret, ...where }) => {
  if (typeof secret !== 'string') throw new TypeError('secret is a text');
  const place = await placeOf(where);
  const { key, store } = await secrets('readwrite');
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: algorithm, iv }, key, unitsOf(secret));
  await answerOf(store().put({ iv, sealed }, place));
};

exports.read = async (where) => {
  const place = await placeOf(where);
  const { key, store } = await secrets('readonly');
  const found = await answerOf(store().get(place));
  if (found === undefined) return null;
  const { iv, sealed } = found;
  return {
    secret: textOf(new Uint16Array(await crypto.subtle.decrypt({ name: algorithm, iv }, key, sealed))),
  };
};

exports.erase = async (where) => {
  const place = await placeOf(where);
  const { store } = await secrets('readwrite');
  await answerOf(store().delete(place));
};
