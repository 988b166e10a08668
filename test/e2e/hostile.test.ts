import { expect } from 'chai';
import type { Observation } from '../../src/observations/types.js';
import type { Outcome } from '../../src/terms.js';
import { Place, slowStore } from './command.js';

/** Audits that look at every plugin; those that were not named have to pass. */
const audits = ['set-then-get', 'store-isolation', 'call-settlement', 'app-stability'] as const;

interface Hostile {
  readonly does: string;
  /** Changes what slowStore made: S is its constructor. */
  readonly code: string;
  readonly outcomes: { readonly [audit in (typeof audits)[number]]?: readonly Outcome[] };
  readonly saw?: (observation: (scenario: string) => Observation) => void;
}

/** Changes one operation: \`own\` is the store's, called with \`this\`. */
const instead = (operation: string, parameters: string, body: string): string =>
  `var own = S.prototype.${operation}; S.prototype.${operation} = function (${parameters}) { ${body} };`;

/** Once a page, before the first store is opened: the platform itself has started by then. */
const onFirstUse = (body: string): string => `
  var Plain = S, used = false;
  S = function (success, error, name) {
    if (!used) { used = true; ${body} }
    Plain.call(this, success, error, name);
  };
  S.prototype = Plain.prototype;`;

const anyFault: readonly Outcome[] = ['fail', 'inconclusive'];

/** Those that take long stand first, each in another browser. */
const plugins: Record<string, Hostile> = {
  loops: {
    does: 'never comes back from its tenth call',
    code: `var calls = 0;
      ['set', 'get', 'remove'].forEach(function (name) {
        var own = S.prototype[name];
        S.prototype[name] = function () { if ((calls += 1) === 10) while (true); own.apply(this, arguments); };
      });`,
    outcomes: {
      'app-stability': ['fail'],
      'store-isolation': ['inconclusive'],
      'call-settlement': ['pass', 'inconclusive'],
    },
  },
  empties: {
    does: 'throws the whole document away',
    code: instead('get', 's, e, k', 'document.documentElement.remove(); own.call(this, s, e, k);'),
    outcomes: {
      'app-stability': anyFault,
      'call-settlement': anyFault,
      'set-then-get': anyFault,
      'store-isolation': anyFault,
    },
  },
  large: {
    does: 'answers with 10 MB, a million keys, and what contains itself',
    code: instead(
      'get',
      's, e, k',
      `if (k === 'first') return s('x'.repeat(1e7));
       if (k === 'second') { var many = {}; for (var i = 0; i < 1e6; i += 1) many['k' + i] = i; return s(many); }
       var round = { list: [] }; round.self = round; round.list.push(round); s(round);`,
    ),
    outcomes: { 'set-then-get': ['fail'] },
  },
  proxy: {
    does: 'answers with an object that throws whatever is asked of it',
    code: instead(
      'get',
      's, e, k',
      `var trap = function () { throw new Error('trap'); };
       s(new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap, getOwnPropertyDescriptor: trap, has: trap }));`,
    ),
    outcomes: { 'set-then-get': ['fail'] },
  },
  late: {
    does: 'answers later than a list waits',
    code: instead(
      'set',
      's, e, k, v',
      'own.call(this, function (a) { setTimeout(function () { s(a); }, 900); }, e, k, v);',
    ),
    outcomes: {},
  },
  never: {
    does: 'never answers',
    code: instead('get', 's, e, k', ''),
    outcomes: {
      'call-settlement': ['fail'],
      'set-then-get': ['inconclusive'],
      'store-isolation': ['inconclusive'],
    },
  },
  getters: {
    does: 'fails with an error that throws when it is read',
    code: instead(
      'get',
      's, e, k',
      `var error = new Error('?');
       ['name', 'message', 'code', 'stack', 'constructor'].forEach(function (name) {
         Object.defineProperty(error, name, { get: function () { throw new Error('getter'); } });
       });
       e(error);`,
    ),
    outcomes: { 'set-then-get': ['fail'] },
  },
  twice: {
    does: 'answers twice',
    code: instead('get', 's, e, k', 'own.call(this, function (v) { s(v); s(v); }, e, k);'),
    outcomes: { 'call-settlement': ['fail'] },
  },
  endlessly: {
    does: 'answers 100,000 times',
    code: instead(
      'get',
      's, e, k',
      'own.call(this, function (v) { for (var i = 0; i < 1e5; i += 1) s(v); }, e, k);',
    ),
    outcomes: { 'call-settlement': ['fail'] },
  },
  bottomless: {
    does: 'answers with an object that has no end, in any direction',
    code: instead(
      'get',
      's, e, k',
      `var names = []; for (var i = 0; i < 1000; i += 1) names.push('n' + i);
       var deep = new Proxy({}, {
         get: function () { return deep; },
         ownKeys: function () { return names; },
         getOwnPropertyDescriptor: function () { return { value: deep, enumerable: true, configurable: true }; },
       });
       s(deep);`,
    ),
    outcomes: { 'set-then-get': ['fail'] },
  },
  leaky: {
    does: 'tells the secret in every part of an error, of the console and of uncaught errors',
    code: instead(
      'get',
      's, e, k',
      `own.call(this, function (v) {
         function Secret() {} Object.defineProperty(Secret, 'name', { value: v });
         var error = new Secret(); error.code = v; error.name = v; error.message = btoa(v); error[v] = [v];
         setTimeout(function () { throw new Error(v); }); Promise.reject(v); alert(v);
         new Function('throw 1 //# sourceURL=' + v);
         e(error);
       }, e, k);`,
    ),
    outcomes: { 'set-then-get': ['fail'], 'store-isolation': ['pass', ...anyFault] },
  },
  globals: {
    does: 'replaces the globals that everything else uses',
    code: onFirstUse(`
      var broken = function () { throw new Error('replaced'); };
      ['JSON', 'Promise', 'setInterval', 'clearTimeout', 'console', 'Map', 'Set', 'Array', 'Object', 'String', 'Number',
        'Uint8Array', 'DataView', 'Reflect', 'Symbol', 'Error', 'TypeError', 'Math', 'Proxy', 'performance', 'indexedDB',
        'alert', 'addEventListener', 'eval', 'Function', 'queueMicrotask', 'requestAnimationFrame', 'parent', 'self',
      ].forEach(function (name) {
        try { Object.defineProperty(window, name, { value: broken, configurable: true, writable: true }); } catch (e) {}
      });
      var later = setTimeout; setTimeout = broken; window.setTimeout = broken;
      Plain.prototype.set = function (s, e, k, v) { kept[this.name + '/' + k] = v; s(k); };
      Plain.prototype.get = function (s, e, k) {
        var at = this.name + '/' + k; at in kept ? s(kept[at]) : e('no such key');
      };
      Plain.prototype.remove = function (s, e, k) { delete kept[this.name + '/' + k]; s(k); };
      Plain.prototype.clear = function (s) { for (var k in kept) if (k.indexOf(this.name + '/') === 0) delete kept[k]; s(); };
      Plain = function (success, error, name) { this.name = name; later(success, 0); };`),
    outcomes: {},
  },
  prototypes: {
    does: 'patches the prototypes that everything else uses',
    code: onFirstUse(`
      Object.prototype.toJSON = function () { return 'patched'; };
      Object.prototype.polluted = 'polluted';
      Object.prototype.same = true;
      Object.prototype.is = 'canary';
      Array.prototype.toJSON = function () { return []; };
      String.prototype.toJSON = function () { return 'patched'; };
      var lie = function (prototype, name, value) {
        Object.defineProperty(prototype, name, { value: value, configurable: true, writable: true });
      };
      ['map', 'flatMap', 'filter', 'slice', 'concat', 'flat', 'sort'].forEach(function (name) {
        lie(Array.prototype, name, function () { return []; });
      });
      ['charCodeAt', 'codePointAt', 'lastIndexOf'].forEach(function (name) {
        lie(String.prototype, name, function () { return 0; });
      });
      ['slice', 'split', 'padStart', 'repeat', 'replace'].forEach(function (name) {
        lie(String.prototype, name, function () { return ''; });
      });
      lie(Array.prototype, 'push', function () { return 0; });
      lie(Array.prototype, 'join', function () { return ''; });
      lie(Map.prototype, 'get', function () { return undefined; });
      lie(Map.prototype, 'set', function () { return this; });
      lie(Set.prototype, 'has', function () { return false; });
      lie(Number.prototype, 'toString', function () { return '0'; });
      lie(Uint8Array.prototype.__proto__, 'set', function () {});
      lie(Uint8Array.prototype.__proto__, 'fill', function () { return this; });
      lie(DataView.prototype, 'getUint32', function () { return 0; });
      lie(Function.prototype, 'toString', function () { return 'patched'; });`),
    outcomes: {},
  },
  thief: {
    does: 'puts itself in the place of the runtime',
    code: onFirstUse(`
      var fake = { begin: function (w, done) { done('fake'); }, wait: function (w, done) { done('fake'); } };
      try { window.__keystoreAudit = fake; } catch (e) {}
      try { delete window.__keystoreAudit; } catch (e) {}
      try { Object.defineProperty(window, '__keystoreAudit', { value: fake }); } catch (e) {}
      try { window.__keystoreAudit.begin = fake.begin; window.__keystoreAudit.wait = fake.wait; } catch (e) {}`),
    outcomes: {},
  },
  reloads: {
    does: 'loads the page again',
    code: instead('get', 's, e, k', 'location.reload();'),
    outcomes: {
      'app-stability': ['fail'],
      'call-settlement': anyFault,
      'set-then-get': anyFault,
      'store-isolation': anyFault,
    },
  },
  navigates: {
    does: 'leaves the page',
    code: instead('get', 's, e, k', 'location.href = "about:blank";'),
    outcomes: {
      'app-stability': ['fail'],
      'call-settlement': anyFault,
      'set-then-get': anyFault,
      'store-isolation': anyFault,
    },
  },
  quota: {
    does: 'fills the quota',
    code: `${instead('set', 's, e, k, v', 'try { localStorage.setItem(k, v); own.call(this, s, e, k, v); } catch (full) { e(full); }')}
      for (var piece = 'x'.repeat(1 << 20), i = 0; piece.length > 0; ) {
        try { localStorage.setItem('fill' + (i += 1), piece); } catch (e) { piece = piece.slice(piece.length / 2 + 1); }
      }`,
    outcomes: { 'set-then-get': ['fail'], 'store-isolation': ['inconclusive'] },
    saw: (observation) => {
      const [set] = observation('set-then-get').attempts[0]!.calls;
      expect(set!.settlements[0]!.error).to.include({ name: 'QuotaExceededError' });
    },
  },
  dialogs: {
    does: 'opens dialogs',
    code: `${instead('get', 's, e, k', 'alert(1); confirm(2); prompt(3); print(); own.call(this, s, e, k);')}
      addEventListener('beforeunload', function (event) { event.preventDefault(); event.returnValue = 'stay'; });`,
    outcomes: {},
    saw: (observation) => {
      const kinds = observation('set-then-get').attempts[0]!.events.map(({ kind }) => kind);
      expect(kinds).to.include('dialog');
    },
  },
  'dialogs-of-a-frame': {
    does: 'opens dialogs that are not the page’s own',
    code: instead(
      'get',
      's, e, k',
      `var frame = document.body.appendChild(document.createElement('iframe'));
       own.call(this, function (v) { frame.contentWindow.alert(v); frame.contentWindow.confirm(v); s(v); }, e, k);`,
    ),
    outcomes: {},
  },
};

/** A plugin may do whatever it likes to its page: the run ends, and what is told of it is true. */
describe('a hostile plugin', function () {
  this.timeout(600_000);
  const place = new Place();
  let code: number | null;
  let stderr: string;

  before(async () => {
    const runs = Object.entries(plugins).map(([name, hostile]) => ({
      target: 'web',
      plugin: place.plugin(
        name,
        slowStore(0).replace('module.exports = S;', `${hostile.code}\nmodule.exports = S;`),
      ),
      binding: 'cordova-secure-storage',
      contract: 'baseline',
      audits,
    }));
    const limits = { callMs: 600, watchMs: 2000, frozenMs: 15_000, readyMs: 8000 };
    place.write('keystore-audit.config.json', JSON.stringify({ runs, limits }));
    ({ code, stderr } = await place.run(['run']));
  });
  after(() => {
    expect(place.leftovers()).to.deep.equal([]);
    place.remove();
  });

  it('does not keep the run from its end', () => {
    expect(code, stderr).to.equal(1);
    expect(place.result().runs.map(({ plugin }) => plugin.name)).to.have.members(Object.keys(plugins));
  });

  for (const [at, [name, { does, outcomes, saw }]] of Object.entries(plugins).entries()) {
    it(`that ${does}`, () => {
      const run = place.result().runs.find(({ plugin }) => plugin.name === name)!;
      for (const id of audits) {
        const audit = run.audits.find((each) => each.id === id)!;
        const told = `${id}: ${audit.outcome}: ${audit.actual} ${JSON.stringify(run.problems)}`;
        expect(outcomes[id] ?? ['pass'], told).to.include(audit.outcome);
        if (audit.outcome === 'inconclusive') expect(audit.reason?.code, told).to.be.a('string');
      }
      saw?.((scenario) => place.observation(scenario, at + 1));
    });
  }

  it('brings no secret into any output', () => {
    const { found, searched } = place.secretsFound();
    expect(found).to.deep.equal([]);
    expect(searched).to.be.greaterThan(Object.keys(plugins).length);
  });
});
