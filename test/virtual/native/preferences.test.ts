import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JavaError } from '../../../src/virtual/native/java/errors.js';
import { createPreferences } from '../../../src/virtual/native/preferences/preferences.js';
import type { Preference } from '../../../src/virtual/native/preferences/types.js';
import { readXml, writeXml } from '../../../src/virtual/native/preferences/xml.js';
import { TestDevice, thrownBy } from './device.js';

const head = "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\n";

describe('SharedPreferences of the virtual device', () => {
  let device: TestDevice;
  beforeEach(() => (device = new TestDevice()));
  afterEach(() => device.end());

  const put = (name: string, content: string) => {
    mkdirSync(dirname(device.prefs(name)), { recursive: true });
    writeFileSync(device.prefs(name), content);
  };
  const open = (name = 'p') => createPreferences(device.host()).open(name);

  it('are written as Android writes them', () => {
    const editor = open().edit();
    editor.putString('text', 'a<b>&"c"\'\n\t\u0001ü😀');
    editor.putBoolean('flag', true);
    editor.put('int', { type: 'int', value: -7 });
    editor.put('long', { type: 'long', value: 9223372036854775807n });
    editor.put('float', { type: 'float', value: 1.5 });
    editor.put('whole', { type: 'float', value: 2 });
    editor.put('set', { type: 'set', value: new Set(['x', 'y & z']) });
    editor.put('"<name>"', { type: 'set', value: new Set() });
    expect(editor.commit()).to.equal(true);
    expect(readFileSync(device.prefs('p'), 'utf8')).to.equal(
      head +
        '<map>\n' +
        '    <string name="text">a&lt;b&gt;&amp;&quot;c&quot;\'&#10;&#9;&#1;ü😀</string>\n' +
        '    <boolean name="flag" value="true" />\n' +
        '    <int name="int" value="-7" />\n' +
        '    <long name="long" value="9223372036854775807" />\n' +
        '    <float name="float" value="1.5" />\n' +
        '    <float name="whole" value="2.0" />\n' +
        '    <set name="set">\n' +
        '        <string>x</string>\n' +
        '        <string>y &amp; z</string>\n' +
        '    </set>\n' +
        '    <set name="&quot;&lt;name&gt;&quot;" />\n' +
        '</map>\n',
    );
    open().edit().clear().commit();
    expect(readFileSync(device.prefs('p'), 'utf8')).to.equal(`${head}<map />\n`);
    expect(readdirSync(dirname(device.prefs('p')))).to.deep.equal(['p.xml']);
  });

  it('come back in the next process as they were', () => {
    const texts = [
      '', ' ', '\n', '  lines \r\n\t', '&amp;#10;', '&#10;', '<![CDATA[x]]>', ']]>', '<!-- -->', '\u0000', '\u007f',
      '\u2028', '__proto__', 'é\u0301', '😀', '﷽', '1', 'true', 'x'.repeat(1_000_000),
    ]; // prettier-ignore
    const editor = open().edit();
    for (const text of texts) editor.putString(text, text);
    editor.commit();
    const again = open();
    expect([...again.all().keys()]).to.deep.equal(texts);
    for (const text of texts) expect(again.getString(text)).to.equal(text);
  });

  it('keep types apart', () => {
    const kept: [string, Preference][] = [
      ['s', { type: 'string', value: '1' }],
      ['b', { type: 'boolean', value: false }],
      ['i', { type: 'int', value: 2147483647 }],
      ['l', { type: 'long', value: -9223372036854775808n }],
      ['f', { type: 'float', value: Math.fround(0.1) }],
      ['big', { type: 'float', value: Math.fround(3.4e38) }],
      ['set', { type: 'set', value: new Set(['', 'a']) }],
    ];
    const editor = open().edit();
    for (const [name, preference] of kept) editor.put(name, preference);
    editor.commit();
    const again = open();
    for (const [name, preference] of kept) expect(again.all().get(name)).to.deep.equal(preference);
    expect((thrownBy(() => again.getString('b')) as JavaError).toString()).to.equal(
      'java.lang.ClassCastException: java.lang.Boolean cannot be cast to java.lang.String',
    );
    expect((thrownBy(() => again.getBoolean('s')) as JavaError).name).to.equal('ClassCastException');
  });

  it('lose half a surrogate pair to a question mark on the disk, not in memory', () => {
    const file = open();
    file.edit().putString('k', 'a\ud800b').commit();
    expect(file.getString('k')).to.equal('a\ud800b');
    expect(open().getString('k')).to.equal('a?b');
  });

  it('are read from what people and tools write', () => {
    put(
      'p',
      `<?xml version="1.0" encoding="utf-8"?><!-- by hand -->\n<map>\n<string name='a'>&#x41;&#66;&apos;</string>` +
        `<boolean value="TRUE" name="b"/><string name="empty"/></map>`,
    );
    const file = open();
    expect(file.getString('a')).to.equal("AB'");
    expect(file.getBoolean('b')).to.equal(true);
    expect(file.getString('empty')).to.equal('');
  });

  it('count as empty where the file is damaged, and are written anew', () => {
    for (const damaged of [
      '',
      'no xml',
      `${head}<map><string name="a">x</str`,
      `${head}<list />`,
      `${head}<map><int name="a" value="x" /></map>`,
      `${head}<map><string name="a">&unknown;</string></map>`,
      `${head}<map>\0</map>`,
    ]) {
      device.log.length = 0;
      put('p', damaged);
      const file = open();
      expect(file.all().size, damaged).to.equal(0);
      expect(device.log.join(), damaged).to.match(/^W\/SharedPreferencesImpl: Cannot read .*p\.xml/);
      file.edit().putString('new', '1').commit();
      expect(open().getString('new'), damaged).to.equal('1');
    }
  });

  it('live in memory: what another hand writes is not seen before the next process', () => {
    const file = open();
    file.edit().putString('k', 'mine').commit();
    put('p', `${head}<map><string name="k">other</string></map>`);
    expect(file.getString('k')).to.equal('mine');
    expect(open().getString('k')).to.equal('other');
  });

  it('are shared by all who open them in a process', () => {
    const folder = createPreferences(device.host());
    folder.open('p').edit().putString('k', 'v').commit();
    expect(folder.open('p').getString('k')).to.equal('v');
    expect(folder.names()).to.deep.equal(['p']);
  });

  it('go back to the backup of whoever died while writing', () => {
    put('p', `${head}<map><string name="k">hal`);
    writeFileSync(`${device.prefs('p')}.bak`, `${head}<map><string name="k">before</string></map>`);
    expect(createPreferences(device.host()).names()).to.deep.equal(['p']);
    expect(open().getString('k')).to.equal('before');
    expect(existsSync(`${device.prefs('p')}.bak`)).to.equal(false);
  });

  it('apply at once in memory and later on the disk; what dies between loses it', async () => {
    const folder = createPreferences(device.host());
    const file = folder.open('p');
    file.edit().putString('k', 'v').apply();
    expect(file.getString('k')).to.equal('v');
    expect(existsSync(device.prefs('p'))).to.equal(false);
    await sleep(200);
    expect(open().getString('k')).to.equal('v');
    file.edit().putString('k', 'w').apply();
    folder.flush();
    expect(open().getString('k')).to.equal('w');
    file.edit().putString('a', '1').apply();
    file.edit().putString('b', '2').commit();
    expect([...open().all().keys()]).to.deep.equal(['k', 'a', 'b']);
  });

  it('clear before they put, in whatever order it was asked', () => {
    const file = open();
    file.edit().putString('old', '1').commit();
    file.edit().putString('new', '2').clear().commit();
    expect([...file.all().keys()]).to.deep.equal(['new']);
    expect([...open().all().keys()]).to.deep.equal(['new']);
  });

  it('refuse a name with a separator, and one that no file can have lives in memory only', () => {
    const folder = createPreferences(device.host());
    expect((thrownBy(() => folder.open('a/b')) as JavaError).toString()).to.equal(
      'java.lang.IllegalArgumentException: File a/b.xml contains a path separator',
    );
    for (const name of ['x'.repeat(300), 'a\0b']) {
      expect(folder.open(name).getString('k')).to.equal(undefined);
      expect(folder.open(name).edit().putString('k', 'v').commit()).to.equal(false);
      expect(folder.open(name).getString('k')).to.equal('v');
      expect(open(name).getString('k')).to.equal(undefined);
    }
    expect(device.log.join()).to.contain("Couldn't create SharedPreferences file");
  });

  it('leave nothing behind an uninstall', () => {
    const file = open();
    file.edit().putString('k', 'v').commit();
    rmSync(device.dataDir, { recursive: true });
    expect(file.edit().putString('k', 'w').commit()).to.equal(false);
    expect(existsSync(device.dataDir)).to.equal(false);
  });

  it('survive a thousand random maps', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
    const alphabet = [
      '<',
      '>',
      '&',
      ';',
      '#',
      '"',
      "'",
      '\n',
      '\r',
      ' ',
      'a',
      'x',
      '1',
      'ü',
      '😀',
      '\u0000',
      '\u001f',
      ']',
      '!',
      '-',
      '/',
      '?',
    ];
    const text = () => Array.from({ length: random(12) }, () => alphabet[random(alphabet.length)]).join('');
    for (let round = 0; round < 1000; round++) {
      const map = new Map(
        Array.from({ length: random(5) }, () => [text(), { type: 'string', value: text() } as const]),
      );
      expect(readXml(writeXml(map))).to.deep.equal(map);
    }
  });
});
