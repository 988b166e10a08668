import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';

/** AES-SIV (RFC 5297) with one associated data: the same text gives the same cipher text. */

const block = 16;
const zero = Buffer.alloc(block);

type Halves = { readonly bits: 128 | 192 | 256; readonly mac: Buffer; readonly counter: Buffer };

function halves(key: Buffer): Halves {
  const half = key.length / 2;
  return {
    bits: (half * 8) as Halves['bits'],
    mac: key.subarray(0, half),
    counter: key.subarray(half),
  };
}

/** Doubling in GF(2^128). */
function doubled(input: Buffer): Buffer {
  const output = Buffer.alloc(block);
  for (let at = 0; at < block; at++) output[at] = ((input[at]! << 1) | ((input[at + 1] ?? 0) >> 7)) & 0xff;
  if (input[0]! & 0x80) output[block - 1]! ^= 0x87;
  return output;
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, at) => byte ^ right[at]!));
}

const padded = (input: Buffer) =>
  Buffer.concat([input, Buffer.from([0x80])], block).fill(0, input.length + 1);

/** AES-CMAC (RFC 4493): the last block of CBC over the message, whose own last block is masked. */
function cmac({ bits, mac }: Halves, message: Buffer): Buffer {
  const subkey = doubled(createCipheriv(`aes-${bits}-ecb`, mac, null).setAutoPadding(false).update(zero));
  const start = message.length === 0 ? 0 : Math.floor((message.length - 1) / block) * block;
  const tail = message.subarray(start);
  const last = tail.length === block ? xor(tail, subkey) : xor(padded(tail), doubled(subkey));
  const cbc = createCipheriv(`aes-${bits}-cbc`, mac, zero).setAutoPadding(false);
  return Buffer.concat([cbc.update(message.subarray(0, start)), cbc.update(last)]).subarray(-block);
}

function syntheticIv(key: Halves, associatedData: Buffer, plain: Buffer): Buffer {
  const sum = xor(doubled(cmac(key, zero)), cmac(key, associatedData));
  if (plain.length < block) return cmac(key, xor(doubled(sum), padded(plain)));
  const end = plain.length - block;
  return cmac(key, Buffer.concat([plain.subarray(0, end), xor(plain.subarray(end), sum)]));
}

const counterOf = (iv: Buffer) => {
  const counter = Buffer.from(iv);
  counter[8]! &= 0x7f;
  counter[12]! &= 0x7f;
  return counter;
};

/** @param key 32, 48 or 64 bytes. @returns the synthetic IV of 16 bytes and the cipher text behind it */
export function sivEncrypt(key: Buffer, plain: Buffer, associatedData: Buffer): Buffer {
  const parts = halves(key);
  const iv = syntheticIv(parts, associatedData, plain);
  const cipher = createCipheriv(`aes-${parts.bits}-ctr`, parts.counter, counterOf(iv));
  return Buffer.concat([iv, cipher.update(plain)]);
}

/** @returns the text, or nothing if it was not made with this key and associated data */
export function sivDecrypt(key: Buffer, input: Buffer, associatedData: Buffer): Buffer | undefined {
  if (input.length < block) return undefined;
  const parts = halves(key);
  const iv = input.subarray(0, block);
  const decipher = createDecipheriv(`aes-${parts.bits}-ctr`, parts.counter, counterOf(iv));
  const plain = decipher.update(input.subarray(block));
  return timingSafeEqual(iv, syntheticIv(parts, associatedData, plain)) ? plain : undefined;
}
