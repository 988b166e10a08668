import { expect } from 'chai';
import { checkUpgrade, type OwnBuild } from '../../src/cli/own-app.js';
import { AuditError } from '../../src/errors.js';
import type { OwnApp } from '../../src/fixture/build/android/own-app.js';

const plugin = { name: 'cordova-plugin-secure-storage', version: '2.6.8' };

function build(file: string, app: Partial<OwnApp> = {}, own: Partial<typeof plugin> = {}): OwnBuild {
  const whole: OwnApp = {
    packageId: 'org.example.app',
    activity: 'org.example.app.MainActivity',
    versionName: '2.0.0',
    versionCode: 2,
    debuggable: true,
    family: 'cordova',
    plugins: [plugin],
    ...app,
  };
  return { file, app: whole, plugin: { ...plugin, ...own } };
}

describe('an older build of somebody’s app', () => {
  const current = build('/new.apk');
  const refusal = (previous: OwnBuild): AuditError => {
    try {
      checkUpgrade(previous, current);
    } catch (error) {
      if (error instanceof AuditError) return error;
    }
    throw new Error('It was not refused.');
  };

  it('is upgraded also where version code, activity or the plugin’s version are others, or none of them', () => {
    checkUpgrade(build('/old.apk', { versionCode: 1, activity: 'org.example.app.Old' }), current);
    checkUpgrade(build('/old.apk', {}, { version: '2.6.6' }), current);
    checkUpgrade(build('/old.apk'), current);
  });

  for (const [what, previous, says, hint] of [
    [
      'is another app',
      build('/old.apk', { packageId: 'org.example.other' }),
      'org.example.other',
      'two apps',
    ],
    ['is the newer one', build('/old.apk', { versionCode: 3 }), 'version code 3 is higher than 2', '--app'],
    ['has another plugin', build('/old.apk', {}, { name: 'a-plugin' }), 'one has a-plugin', 'same plugin'],
  ] as const) {
    it(`is refused where it ${what}, with what to do`, () => {
      const error = refusal(previous);
      expect(error).to.include({ code: 'upgrade-impossible', exitCode: 3 });
      expect(error.message).to.contain('/old.apk').and.to.contain('/new.apk').and.to.contain(says);
      expect(error.hint).to.contain(hint);
    });
  }
});
