import type { Contract } from './types.js';

/** What any plugin that keeps secrets must do, whatever its document says. Every other contract extends this one. */

const universal = { basis: 'universal', document: 'keystore-audit baseline' } as const;
const phones = ['android', 'ios'] as const;

const operations = { ...universal, section: 'operations' } as const;
const values = { ...universal, section: 'values-and-keys' } as const;
const concurrency = { ...universal, section: 'concurrency' } as const;
const lifecycle = { ...universal, section: 'lifecycle' } as const;
const lifecycleOfPhones = { ...lifecycle, targets: phones } as const;
const secrecy = { ...universal, section: 'secrecy' } as const;
const secrecyOfPhones = { ...secrecy, targets: phones } as const;
const prompts = { ...universal, section: 'authentication', targets: phones } as const;

export const contract: Contract = {
  id: 'baseline',
  title: 'What any secret storage must do',
  versions: ['1.0.0'],
  actions: [],
  preferences: [],
  errors: [],
  limits: [],
  clauses: [
    {
      id: 'call-leaves-app-alive',
      text: 'No call kills, freezes or hangs the app.',
      ...operations,
      audits: ['app-stability'],
    },
    {
      id: 'start-leaves-app-alive',
      text: 'No start with stored data kills, freezes or hangs the app.',
      ...operations,
      audits: ['app-stability'],
    },
    {
      id: 'availability-is-told',
      text: 'The availability check says yes where the plugin is built in.',
      ...operations,
      audits: ['plugin-availability'],
    },
    {
      id: 'absence-is-told',
      text: 'Where the plugin is left out, the availability check says no, without a crash.',
      ...operations,
      audits: ['plugin-availability'],
    },
    {
      id: 'set-is-what-is-read',
      text: 'What was set is what is read.',
      ...operations,
      audits: ['set-then-get'],
    },
    {
      id: 'overwrite-replaces-wholly',
      text: 'A second set of a key replaces the first, wholly.',
      ...operations,
      audits: ['set-overwrite'],
    },
    {
      id: 'last-set-wins',
      text: 'Of sets made one after the other, the last one is kept.',
      ...operations,
      audits: ['set-overwrite'],
    },
    {
      id: 'missing-key-gives-no-value',
      text: 'Reading a key that was never set never gives the value of another.',
      ...operations,
      audits: ['get-missing-key'],
    },
    {
      id: 'removed-is-gone',
      text: 'A removed value is gone.',
      ...operations,
      audits: ['remove-then-get'],
    },
    {
      id: 'removed-stays-gone',
      text: 'A removed value is still gone after a restart.',
      ...operations,
      audits: ['remove-then-get'],
    },
    {
      id: 'remove-leaves-others',
      text: 'Removing one key leaves every other value.',
      ...operations,
      audits: ['remove-leaves-others'],
    },
    {
      id: 'stores-apart-when-read',
      text: 'The same key in two stores is two secrets.',
      ...operations,
      audits: ['store-isolation'],
    },
    {
      id: 'stores-apart-when-listed',
      text: 'The list of keys holds those of its own store only.',
      ...operations,
      audits: ['store-isolation'],
    },
    {
      id: 'stores-apart-when-removed',
      text: 'Removing a key in one store leaves the same key in another.',
      ...operations,
      audits: ['store-isolation'],
    },
    {
      id: 'stores-apart-when-cleared',
      text: 'Clearing a store leaves every other store.',
      ...operations,
      audits: ['store-isolation'],
    },
    {
      id: 'keys-never-collide',
      text: 'Stores and keys that differ only in where they are cut are different secrets.',
      ...operations,
      audits: ['key-collision'],
    },
    {
      id: 'list-is-complete',
      text: 'The list of keys names every key that was set, and no other.',
      ...operations,
      audits: ['key-listing'],
    },
    {
      id: 'clear-empties-store',
      text: 'Clearing a store leaves no value in it.',
      ...operations,
      audits: ['store-clear'],
    },
    {
      id: 'clear-of-empty-store-works',
      text: 'Clearing a store that is empty works.',
      ...operations,
      audits: ['store-clear-repeat'],
    },
    {
      id: 'call-settles',
      text: 'Every call succeeds or fails in the end; none is left without an answer.',
      ...operations,
      audits: ['call-settlement'],
    },
    {
      id: 'call-settles-once',
      text: 'No call answers a second time.',
      ...operations,
      audits: ['call-settlement'],
    },
    {
      id: 'empty-text-is-value',
      text: 'The empty string is a value like any other.',
      ...values,
      audits: ['empty-value'],
    },
    {
      id: 'any-text-comes-back',
      text: 'Text of any script comes back code unit for code unit.',
      ...values,
      audits: ['unicode-values'],
    },
    {
      id: 'control-characters-come-back',
      text: 'NUL, line ends, tabs and blanks at either end come back.',
      ...values,
      audits: ['control-characters'],
    },
    {
      id: 'lone-surrogates-unaltered',
      text: 'Lone surrogates come back or are refused; they are not altered in silence.',
      ...values,
      audits: ['lone-surrogates'],
    },
    {
      id: 'lookalikes-stay-text',
      text: 'Text that looks like a number, a date, JSON or null comes back as that text.',
      ...values,
      audits: ['lookalike-values'],
    },
    {
      id: 'other-types-unaltered',
      text: 'A value of a type that is not accepted is refused and leaves the value before it.',
      ...values,
      audits: ['value-types'],
    },
    {
      id: 'value-never-cut',
      text: 'A value of any size comes back whole or is refused with an error; it is not cut in silence.',
      ...values,
      audits: ['value-size'],
    },
    {
      id: 'refused-overwrite-keeps-old',
      text: 'An overwrite that is refused leaves the old value.',
      ...values,
      audits: ['value-size'],
    },
    {
      id: 'any-key-works-or-is-refused',
      text: 'A key of any characters works or is refused with an error; no two keys become one.',
      ...values,
      audits: ['key-charset'],
    },
    {
      id: 'long-key-works-or-is-refused',
      text: 'A key of any length works, also after a restart, or is refused with an error.',
      ...values,
      audits: ['key-length'],
    },
    {
      id: 'case-tells-keys-apart',
      text: 'Keys that differ in case alone are two keys.',
      ...values,
      audits: ['key-case'],
    },
    {
      id: 'any-store-works-or-is-refused',
      text: 'A store of any name works or is refused with an error; no two stores become one.',
      ...values,
      audits: ['store-names'],
    },
    {
      id: 'refused-arguments-store-nothing',
      text: 'A call with an argument of a wrong type disturbs no stored value and gives none, and stores nothing where it is refused.',
      ...values,
      audits: ['argument-checks'],
    },
    {
      id: 'parallel-gets-answered-apart',
      text: 'Reads made at once each get their own answer.',
      ...concurrency,
      audits: ['parallel-gets'],
    },
    {
      id: 'parallel-sets-all-kept',
      text: 'Writes of different keys made at once are all kept.',
      ...concurrency,
      audits: ['parallel-sets'],
    },
    {
      id: 'parallel-overwrites-leave-one',
      text: 'Writes of one key made at once leave one of the written values, whole.',
      ...concurrency,
      audits: ['parallel-overwrites'],
    },
    {
      id: 'parallel-removes-take-effect',
      text: 'Removes and clears made at once with other calls take what they are to take, and nothing else.',
      ...concurrency,
      audits: ['parallel-removes'],
    },
    {
      id: 'bad-call-fails-alone',
      text: 'A call that fails leaves those that are pending beside it alone.',
      ...concurrency,
      audits: ['bad-call-isolation'],
    },
    {
      id: 'restart-keeps-values',
      text: 'Values survive the end of the app and its next start.',
      ...lifecycle,
      audits: ['restart-persistence'],
    },
    {
      id: 'reboot-keeps-values',
      text: 'Values survive a reboot.',
      ...lifecycleOfPhones,
      audits: ['reboot-persistence'],
    },
    {
      id: 'locked-read-never-absent',
      text: 'While the device is locked a read gives the value or an error; it does not say that there is none.',
      ...lifecycleOfPhones,
      audits: ['locked-read'],
    },
    {
      id: 'background-keeps-values',
      text: 'Values survive the background, and calls made there settle at the latest after the return.',
      ...lifecycleOfPhones,
      audits: ['background-persistence'],
    },
    {
      id: 'upgrade-keeps-values',
      text: 'Values survive an upgrade of the app.',
      ...lifecycleOfPhones,
      audits: ['upgrade-persistence'],
    },
    {
      id: 'apps-apart',
      text: 'An app of another signer cannot read the values.',
      ...lifecycleOfPhones,
      audits: ['app-isolation'],
    },
    {
      id: 'damage-gives-error',
      text: 'With a damaged master key or store file the app starts, and a read gives an error and no foreign text.',
      ...lifecycleOfPhones,
      audits: ['damaged-keystore'],
    },
    {
      id: 'damage-leaves-set-working',
      text: 'After damage to a master key or store file, values can be set again.',
      ...lifecycleOfPhones,
      audits: ['damaged-keystore'],
    },
    {
      id: 'locale-changes-nothing',
      text: "The device's language and digits change nothing.",
      ...lifecycleOfPhones,
      audits: ['locale-independence'],
    },
    {
      id: 'clock-changes-nothing',
      text: "The device's time zone and clock change nothing.",
      ...lifecycleOfPhones,
      audits: ['timezone-independence'],
    },
    {
      id: 'no-readable-value-at-rest',
      text: "Nothing that the app leaves in the device's storage holds a readable value.",
      ...secrecy,
      audits: ['value-at-rest'],
    },
    {
      id: 'no-value-in-logs',
      text: "No value stands in the app's log or the page's console.",
      ...secrecy,
      audits: ['log-leakage'],
    },
    {
      id: 'no-value-in-errors',
      text: 'No value stands in the text of an error.',
      ...secrecy,
      audits: ['error-leakage'],
    },
    {
      id: 'no-readable-value-in-backup',
      text: 'A backup of the app holds no readable value.',
      ...secrecyOfPhones,
      audits: ['backup-exposure'],
    },
    {
      id: 'restore-without-key-heals',
      text: 'Restored where the key is gone, the app starts, and values can be set again.',
      ...secrecyOfPhones,
      audits: ['restore-behaviour'],
    },
    {
      id: 'refused-prompt-gives-no-value',
      text: 'A prompt that is cancelled or not matched gives no value.',
      ...prompts,
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'refused-prompt-keeps-value',
      text: 'A prompt that is cancelled or not matched leaves the value, and the next call works.',
      ...prompts,
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'interrupted-prompt-loses-nothing',
      text: 'A prompt that is interrupted settles its call or ends cleanly, and nothing is lost.',
      ...prompts,
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
    {
      id: 'parallel-prompts-apart',
      text: 'Two calls that prompt at once do not get the answers of each other.',
      ...prompts,
      audits: [],
      untested: 'Needs a device that can answer a prompt.',
    },
  ],
};
