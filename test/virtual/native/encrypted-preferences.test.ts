import { expect } from 'chai';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sivDecrypt, sivEncrypt } from '../../../src/virtual/native/encrypted-preferences/aes-siv.js';
import { openEncryptedPreferences } from '../../../src/virtual/native/encrypted-preferences/encrypted-preferences.js';
import type { JavaError } from '../../../src/virtual/native/java/errors.js';
import { createKeystore } from '../../../src/virtual/native/keystore/keystore.js';
import { createKeyRecords } from '../../../src/virtual/native/keystore/records.js';
import { createPreferences } from '../../../src/virtual/native/preferences/preferences.js';
import type { Preference } from '../../../src/virtual/native/preferences/types.js';
import { readXml } from '../../../src/virtual/native/preferences/xml.js';
import { rejectionOf, TestDevice, thrownBy } from './device.js';

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex');

describe('AES-SIV', () => {
  it('gives what RFC 5297 gives (A.1)', () => {
    const key = hex('fffefdfc fbfaf9f8 f7f6f5f4 f3f2f1f0 f0f1f2f3 f4f5f6f7 f8f9fafb fcfdfeff');
    const data = hex('10111213 14151617 18191a1b 1c1d1e1f 20212223 24252627');
    const plain = hex('11223344 55667788 99aabbcc ddee');
    const sealed = hex('85632d07 c6e8f37f 950acd32 0a2ecc93 40c02b96 90c4dc04 daef7f6a fe5c');
    expect(sivEncrypt(key, plain, data)).to.deep.equal(sealed);
    expect(sivDecrypt(key, sealed, data)).to.deep.equal(plain);
  });

  it('comes back for every length, and nothing comes back of what was changed', () => {
    const key = Buffer.alloc(64, 7);
    for (let length = 0; length < 70; length++) {
      const plain = Buffer.alloc(length, length);
      const sealed = sivEncrypt(key, plain, Buffer.from('ad'));
      expect(sivDecrypt(key, sealed, Buffer.from('ad'))).to.deep.equal(plain);
      expect(sivDecrypt(key, sealed, Buffer.from('da'))).to.equal(undefined);
      sealed[length % sealed.length]! ^= 1;
      expect(sivDecrypt(key, sealed, Buffer.from('ad'))).to.equal(undefined);
    }
    expect(sivDecrypt(key, Buffer.alloc(15), Buffer.alloc(0))).to.equal(undefined);
  });
});

/** A second reader, that knows Tink's format and nothing of the code under test. */
function readKeyset(file: string, entry: string, masterKey: Buffer) {
  const sealed = hex((readXml(readFileSync(file, 'utf8')).get(entry) as { value: string }).value);
  // EncryptedKeyset: field 2 is the encrypted keyset, of more than 127 and less than 16384 bytes.
  expect(sealed[0]).to.equal(0x12);
  const [at, length] = sealed[1]! & 0x80 ? [3, (sealed[1]! & 0x7f) | (sealed[2]! << 7)] : [2, sealed[1]!];
  const body = sealed.subarray(at, at + length);
  expect(sealed.subarray(at + length)[0], 'keyset info').to.equal(0x1a);
  const decipher = createDecipheriv('aes-256-gcm', masterKey, body.subarray(0, 12)).setAuthTag(
    body.subarray(-16),
  );
  const keyset = Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
  const url = /type\.googleapis\.com\/google\.crypto\.tink\.Aes(Siv|Gcm)Key/.exec(keyset.toString('latin1'))!;
  const value = keyset.subarray(url.index + url[0].length);
  // KeyData.value (field 2): a message whose one field is the key's bytes.
  expect(value[0]).to.equal(0x12);
  const size = value[3]!;
  expect(value[2]).to.equal(url[1] === 'Siv' ? 0x12 : 0x1a);
  expect(value.subarray(4 + size, 6 + size), 'symmetric').to.deep.equal(Buffer.from([0x18, 1]));
  expect(value.subarray(6 + size, 8 + size), 'enabled').to.deep.equal(Buffer.from([0x10, 1]));
  expect(value.subarray(-2), 'prefix of Tink').to.deep.equal(Buffer.from([0x20, 1]));
  return { type: url[1], key: value.subarray(4, 4 + size), bytes: keyset };
}

describe('EncryptedSharedPreferences of the virtual device', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const open = (name = 'secret_shared_prefs') => {
    const host = device.host();
    return openEncryptedPreferences(
      { preferences: createPreferences(host), keystore: createKeystore(host) },
      name,
    );
  };
  const text = (value: string): Preference => ({ type: 'string', value });
  const keyNames = [
    '__androidx_security_crypto_encrypted_prefs_key_keyset__',
    '__androidx_security_crypto_encrypted_prefs_value_keyset__',
  ];

  it('are in the format of androidx, as a second reader finds', async () => {
    const prefs = await open();
    prefs.put('token', text('grüße'));
    const host = device.host();
    const keystore = createKeystore(host);
    expect(keystore.aliases()).to.deep.equal(['_androidx_security_master_key_']);
    const masterKey = keystore.read('_androidx_security_master_key_')!.material;
    expect(masterKey).to.have.length(32);

    const file = device.prefs('secret_shared_prefs');
    const names = readKeyset(file, keyNames[0]!, masterKey);
    const values = readKeyset(file, keyNames[1]!, masterKey);
    expect([names.type, names.key.length, values.type, values.key.length]).to.deep.equal([
      'Siv',
      64,
      'Gcm',
      32,
    ]);

    const entries = [...readXml(readFileSync(file, 'utf8'))];
    expect(entries.slice(0, 2).map(([name]) => name)).to.deep.equal(keyNames);
    const [name, { value }] = entries[2] as [string, { value: string }];
    const sealedName = Buffer.from(name, 'base64');
    expect([...sealedName.subarray(0, 1)]).to.deep.equal([1]);
    // The text of the name is encrypted in counter mode behind the synthetic IV.
    const counter = Buffer.from(sealedName.subarray(5, 21));
    counter[8]! &= 0x7f;
    counter[12]! &= 0x7f;
    const stream = createCipheriv('aes-256-ctr', names.key.subarray(32), counter);
    expect(stream.update(sealedName.subarray(21)).toString()).to.equal('token');

    const sealed = Buffer.from(value, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', values.key, sealed.subarray(5, 17))
      .setAAD(Buffer.from(name))
      .setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([decipher.update(sealed.subarray(17, -16)), decipher.final()]);
    expect(plain).to.deep.equal(Buffer.concat([hex('00000000 00000007'), Buffer.from('grüße')]));
    // The primary key's id stands in the keyset and before every cipher text.
    expect(names.bytes[0]).to.equal(0x08);
    expect(sealed.subarray(1, 5)).to.not.deep.equal(sealedName.subarray(1, 5));
  });

  it('are read as Tink wrote them', async () => {
    const host = device.host();
    createPreferences(host).open('my prefs').edit().clear().putString('made', 'the folder').commit();
    cpSync(fileURLToPath(new URL('tink-prefs.xml', import.meta.url)), device.prefs('my prefs'));
    createKeyRecords(device.keystoreDir).write({
      alias: '_androidx_security_master_key_',
      spec: { kind: { algorithm: 'AES/GCM/NoPadding', bits: 256 }, purposes: ['encrypt', 'decrypt'] },
      createdAt: 0,
      material: Buffer.from(Array.from({ length: 32 }, (_, at) => at)),
    });
    const prefs = await open('my prefs');
    expect([...prefs.all()]).to.deep.equal([
      ['token ü', text('grüße 😀')],
      ['a name of more than one block', { type: 'int', value: -5 }],
      ['set', { type: 'set', value: new Set(['a', '']) }],
      ['yes', { type: 'boolean', value: true }],
    ]);
    // A name is the same whoever writes it: nothing is added.
    prefs.put('token ü', text('new'));
    expect(prefs.names()).to.have.length(4);
    expect((await open('my prefs')).get('token ü')).to.deep.equal(text('new'));
  });

  it('give every type back in the next process', async () => {
    const kept: [string, Preference][] = [
      ['string', text('a\u0000b😀')],
      ['empty', text('')],
      ['', text('of no name')],
      ['set', { type: 'set', value: new Set(['', 'x', 'ü']) }],
      ['int', { type: 'int', value: -2147483648 }],
      ['long', { type: 'long', value: 9223372036854775807n }],
      ['float', { type: 'float', value: 0.5 }],
      ['yes', { type: 'boolean', value: true }],
      ['no', { type: 'boolean', value: false }],
      ['megabyte', text('ü'.repeat(500_000))],
    ];
    const first = await open();
    for (const [name, preference] of kept) expect(first.put(name, preference)).to.equal(true);
    const again = await open();
    expect([...again.all()]).to.deep.equal(kept);
    expect(again.names()).to.deep.equal(kept.map(([name]) => name));
    expect(again.get('absent')).to.equal(undefined);
    expect(again.contains('yes')).to.equal(true);
    again.remove('yes');
    expect((await open()).contains('yes')).to.equal(false);
  });

  it('name one key always alike in a file, otherwise in another, and seal no value twice alike', async () => {
    const entriesOf = (name: string) => [...readXml(readFileSync(device.prefs(name), 'utf8'))].slice(2);
    const prefs = await open('a');
    prefs.put('k', text('v'));
    const [before] = entriesOf('a');
    prefs.put('k', text('v'));
    const after = entriesOf('a');
    expect(after).to.have.length(1);
    expect(after[0]![0]).to.equal(before![0]);
    expect(after[0]![1]).to.not.deep.equal(before![1]);
    (await open('b')).put('k', text('v'));
    expect(entriesOf('b')[0]![0]).to.not.equal(before![0]);
  });

  it('bind a value to its name and a name to its file', async () => {
    const prefs = await open('a');
    prefs.put('one', text('1'));
    prefs.put('two', text('2'));
    const file = device.prefs('a');
    const [one, two] = [...readXml(readFileSync(file, 'utf8')).values()]
      .slice(2)
      .map(({ value }) => value as string) as [string, string];
    const swap: Record<string, string> = { [one]: two, [two]: one };
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/>(\S+)</g, (_all, value: string) => `>${swap[value] ?? value}<`),
    );
    const swapped = await open('a');
    expect((thrownBy(() => swapped.get('one')) as JavaError).toString()).to.equal(
      'java.lang.SecurityException: Could not decrypt value. decryption failed',
    );
    cpSync(file, device.prefs('copied'));
    const copied = await open('copied');
    expect(copied.get('one')).to.equal(undefined);
    expect((thrownBy(() => copied.all()) as JavaError).toString()).to.equal(
      'java.lang.SecurityException: Could not decrypt key. decryption failed',
    );
  });

  it('keep their keysets when cleared, and refuse their names', async () => {
    const prefs = await open();
    prefs.put('k', text('v'));
    prefs.clear();
    expect([...readXml(readFileSync(device.prefs('secret_shared_prefs'), 'utf8')).keys()]).to.deep.equal(
      keyNames,
    );
    for (const call of [() => prefs.put(keyNames[0]!, text('')), () => prefs.get(keyNames[1]!)])
      expect((thrownBy(call) as JavaError).message).to.match(
        /is a reserved key for the encryption keyset\.$/,
      );
  });

  it('cannot be opened where a backup came back without the key', async () => {
    (await open()).put('k', text('v'));
    rmSync(device.keystoreDir, { recursive: true });
    expect(((await rejectionOf(open())) as JavaError).name).to.equal('AEADBadTagException');
    expect(readdirSync(device.keystoreDir)).to.have.length(1);
    expect(((await rejectionOf(open())) as JavaError).name).to.equal('AEADBadTagException');
  });

  it('say what is wrong with a damaged keyset', async () => {
    (await open()).put('k', text('v'));
    const file = device.prefs('secret_shared_prefs');
    const whole = readFileSync(file, 'utf8');
    const damaged = async (change: (keyset: string) => string) => {
      writeFileSync(
        file,
        whole.replace(/(key_keyset__">)(\w+)/, (_all, before, keyset) => before + change(keyset)),
      );
      return ((await rejectionOf(open())) as JavaError).name;
    };
    expect(await damaged((keyset) => keyset.slice(0, 60))).to.equal('InvalidProtocolBufferException');
    expect(await damaged((keyset) => keyset.slice(0, -1))).to.equal('IllegalArgumentException');
    expect(await damaged(() => 'zz')).to.equal('IllegalArgumentException');
    expect(await damaged(() => '1200')).to.equal('GeneralSecurityException');
    expect(
      await damaged((keyset) => `${keyset.slice(0, 80)}${keyset[80] === '0' ? '1' : '0'}${keyset.slice(81)}`),
    ).to.equal('AEADBadTagException');
    writeFileSync(file, whole);
    expect((await open()).get('k')).to.deep.equal(text('v'));
    expect(join(device.dataDir, 'shared_prefs')).to.equal(join(file, '..'));
  });
});
