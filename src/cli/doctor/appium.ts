import { installedPackage } from '../../run/appium.js';
import { ownPackage } from '../package.js';
import { notOk, type Check, type CheckAnswer } from './check.js';

/** Whether a package of Appium's is there in the version that the tool is tested with. */
export function appiumPackage(
  name: 'appium' | 'appium-chromium-driver' | 'appium-uiautomator2-driver',
  title: string,
): Check {
  const hint = 'Run "npm ci" in a clone; an installed keystore-audit brings it along: install it again.';
  const look = (): CheckAnswer => {
    const { version } = installedPackage(name);
    const wanted = ownPackage().dependencies[name];
    if (version === wanted) return { ok: true, detail: version };
    return { ok: false, detail: `${version}, but ${wanted} is needed.`, hint };
  };
  return {
    id: name,
    title,
    check() {
      try {
        return Promise.resolve(look());
      } catch (error) {
        return Promise.resolve({ ...notOk(error), hint });
      }
    },
  };
}
