import path from 'node:path';
import { AuditError } from '../errors.js';
import { buildDeployedFixture } from '../fixture/build/deployed.js';
import { buildWebFixture } from '../fixture/build/web.js';
import { chooseBinding, listBindings, type BindingMeta } from '../plugins/bindings.js';
import { namesFile, readOwnBinding, type OwnBinding } from '../plugins/own-binding.js';
import { resolvePlugin } from '../plugins/resolve.js';
import type { RegisteredScenario } from '../harness/scenario.js';
import type { Plan } from '../run/plan.js';
import { androidFixture } from './android-fixture.js';
import type { Place } from './places.js';
import type { Ability } from '../terms.js';
import { contractOf } from './judging.js';
import { pluginInOwnApp } from './own-app.js';
import type { PrepareOptions } from './prepare.js';
import type { Wanted } from './wishes.js';

/** What is audited and how it is talked to: a plugin in a page of ours, or a page that somebody has deployed. */
export interface Subject {
  readonly plugin: Plan['plugin'];
  readonly binding: Pick<BindingMeta, 'id' | 'folder' | 'operations' | 'lacks' | 'asksFor'>;
  readonly contract: Plan['contract'];
  /** What is not done to it, because it is somebody's own app. */
  readonly spared?: readonly Ability[];
  /** The plugin in an older build of it: to play the upgrade, and for nothing else, the app is removed. */
  readonly from?: Plan['from'];
  /** Makes what embeds it, for a place and the scenarios that are to be played there. */
  build(place: Place, scenarios: readonly RegisteredScenario[]): Promise<Plan['fixture']>;
}

/** Gets what a wish names. Throws AuditError for what is wrong with the wish. */
export async function subjectOf(wanted: Wanted, options: PrepareOptions): Promise<Subject> {
  const own =
    wanted.binding !== undefined && namesFile(wanted.binding)
      ? await readOwnBinding(path.resolve(options.cwd, wanted.binding), `${options.fixtureFolder}-binding`)
      : undefined;
  if (wanted.url !== undefined) return deployedPage(wanted.url, wanted, own, options);
  if (wanted.app !== undefined) return pluginInOwnApp(wanted.app, wanted, options);
  if (wanted.plugin === undefined) throw new AuditError('plugin-missing', 'There is no plugin to audit.');
  return pluginInPage(wanted.plugin, wanted, own, options);
}

async function pluginInPage(
  spec: string,
  wanted: Wanted,
  own: OwnBinding | undefined,
  options: PrepareOptions,
): Promise<Subject> {
  const { cacheFolder, cwd, signal, log, fixtureFolder } = options;
  const resolved = await resolvePlugin(spec, { cacheFolder, cwd, signal, log });
  const { name, version, source, family, integrity } = resolved;
  // A binding of the user's own fits what it was given for.
  const bindings =
    own === undefined
      ? listBindings()
      : [
          {
            ...own,
            title: own.title ?? own.id,
            family,

            targets: [wanted.target],
            fits: [fitOf(own, name)],
          },
        ];
  const { binding, contract } = chooseBinding(resolved, bindings, {
    ...wanted,
    ...(own === undefined ? {} : { binding: own.id }),
  });
  const promised = contractOf(contract);
  return {
    plugin: { name, version, source, family, integrity },
    binding,
    contract: { id: promised.contract.id, version: promised.version },
    build: (place, scenarios) =>
      place.device.kind === 'browser'
        ? buildWebFixture({ plugin: resolved, binding, out: fixtureFolder })
        : androidFixture({ plugin: resolved, binding, place, scenarios }, options),
  };
}

function fitOf({ contract }: OwnBinding, name: string): BindingMeta['fits'][number] {
  const held = contractNamed(contract ?? 'baseline');
  return { package: name, contract: held.id, contractVersion: held.version };
}

/** The binding and the contract of a deployed page where the user names no others. */
const actions = { binding: 'outsystems-actions', contract: 'outsystems-keystore' } as const;

async function deployedPage(
  address: string,
  wanted: Wanted,
  own: OwnBinding | undefined,
  { fixtureFolder }: PrepareOptions,
): Promise<Subject> {
  const url = pageUrl(address);
  const asked = wanted.binding ?? actions.binding;
  const binding = own ?? listBindings().find(({ id }) => id === asked);
  if (binding === undefined) throw new AuditError('binding-unknown', `There is no binding "${asked}".`);
  return {
    plugin: {
      name: `${url.host}${url.pathname.replace(/\/$/, '')}`,
      version: 'deployed',
      source: url.href,
      family: 'cordova',
      integrity: '',
    },
    binding,
    contract: contractNamed(wanted.contract ?? own?.contract ?? actions.contract),
    build: async () => ({
      ...(await buildDeployedFixture({ binding, out: fixtureFolder })),
      variant: 'deployed',
      url: url.href,
    }),
  };
}

function pageUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new AuditError('url-invalid', `"${address}" is not the address of a page.`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new AuditError(
      'url-invalid',
      'The address holds a user name or a password, which would stand in every report.',
    );
  }
  return url;
}

/** `ID` or `ID@VERSION` as a plan has it. Throws AuditError `contract-unknown`. */
function contractNamed(name: string): Plan['contract'] {
  const [id = '', version] = name.split('@');
  const promised = contractOf({ id, ...(version === undefined ? {} : { version }) });
  return { id: promised.contract.id, version: promised.version };
}
