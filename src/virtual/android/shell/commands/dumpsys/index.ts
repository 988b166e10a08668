import type { Program } from '../../shell.js';
import { activity } from './activity.js';
import { fingerprint } from './fingerprint.js';
import { packages } from './package.js';
import { power, trust } from './lock.js';
import { window } from './window.js';

const battery: Program = ({ print }) => {
  print(
    'Current Battery Service state:',
    '  AC powered: true',
    '  USB powered: false',
    '  status: 2',
    '  health: 2',
    '  present: true',
    '  level: 100',
    '  scale: 100',
    '  voltage: 5000',
    '  temperature: 250',
    '  technology: Li-ion',
  );
  return 0;
};

const deviceidle: Program = ({ device, args, print }) => {
  if (args[0] === 'whitelist') {
    for (const item of args.slice(1)) {
      const name = item.slice(1);
      device.store.change((state) => {
        const others = state.deviceIdle.filter((one) => one !== name);
        state.deviceIdle = item.startsWith('+') ? [...others, name] : others;
      });
      print(`${item.startsWith('+') ? 'Added' : 'Removed'}: ${name}`);
    }
    if (args.length === 1)
      for (const name of device.store.state.deviceIdle)
        print(`user,${name},${device.packages.get(name)?.uid ?? 0}`);
  } else print('  Settings:', '    light_after_inactive_to=+4m0s0ms');
  return 0;
};

const display: Program = ({ device, print }) => {
  const { width, height } = device.screen();
  const { density } = device.profile.display;
  print(
    'DISPLAY MANAGER (dumpsys display)',
    `  mViewports=[DisplayViewport{type=INTERNAL, valid=true, isActive=true, displayId=0, uniqueId='local:4619827259835644672', orientation=${device.store.state.rotation}, logicalFrame=Rect(0, 0 - ${width}, ${height}), deviceWidth=${width}, deviceHeight=${height}}]`,
    `  mBaseDisplayInfo=DisplayInfo{"Built-in Screen", displayId 0, real ${width} x ${height}, density ${density}}`,
    `  mScreenState=${device.lock.screenOn ? 'ON' : 'OFF'}`,
  );
  return 0;
};

const inputMethod: Program = ({ device, print }) => {
  const shown = device.isKeyboardShown();
  print(
    'Current Input Method Manager state:',
    `  mCurMethodId=${device.store.state.settings.secure['default_input_method']}`,
    `  mInputShown=${shown}`,
    `  mIsInputViewShown=${shown}`,
    '  mShowRequested=false',
  );
  return 0;
};

const surfaceFlinger: Program = ({ args, print }) => {
  if (args.includes('--display-id'))
    print('Display 4619827259835644672 (HWC display 0): port=0 pnpId=GGL displayName="EMU_display_0"');
  return 0;
};

const webviewupdate: Program = ({ device, print }) => {
  print(
    'Current WebView Update Service state',
    `  Current WebView package (name, version): (com.android.webview, ${device.webviews.version})`,
  );
  return 0;
};

const devicePolicy: Program = ({ print }) => (
  print('Current Device Policy Manager state:', '  Immutable state:', '    mHasFeature=true'),
  0
);

const services: Readonly<Record<string, Program>> = {
  SurfaceFlinger: surfaceFlinger,
  activity,
  battery,
  device_policy: devicePolicy,
  deviceidle,
  display,
  fingerprint,
  input: ({ device, print }) => (
    print(
      'INPUT MANAGER (dumpsys input)',
      '',
      'Input Manager State:',
      `  Viewport INTERNAL: displayId=0, orientation=${device.store.state.rotation}`,
      `  SurfaceOrientation: ${device.store.state.rotation}`,
    ),
    0
  ),
  input_method: inputMethod,
  meminfo: ({ print, args }) => (
    print(
      `Applications Memory Usage (in Kilobytes):`,
      ...(args[0] === undefined ? [] : [`No process found for: ${args[0]}`]),
    ),
    0
  ),
  notification: ({ print }) => (print('Current Notification Manager state:', '  Notification List:'), 0),
  package: packages,
  power,
  telephony: ({ print }) => (print('mServiceState=0'), 0),
  telecom: ({ print }) => (print('CallsManager:'), 0),
  trust,
  webviewupdate,
  wifi: ({ device, print }) => (
    print(`Wi-Fi is ${device.store.state.settings.global['wifi_on'] === '1' ? 'enabled' : 'disabled'}`),
    0
  ),
  window,
};

/** `dumpsys SERVICE …`; `-l` lists the services. */
export const dumpsys: Program = async (invocation) => {
  const [name = '', ...args] = invocation.args[0] === '-t' ? invocation.args.slice(2) : invocation.args;
  const { device, print, complain } = invocation;
  const all = Object.keys(services).filter(
    (one) => one !== 'fingerprint' || device.profile.sensor !== 'none',
  );
  if (name === '-l' || name === '') {
    print('Currently running services:', ...all.sort().map((one) => `  ${one}`));
    return 0;
  }
  const service = all.includes(name) ? services[name] : undefined;
  if (service === undefined) {
    if (name !== 'fingerprint') device.listUnknown(`dumpsys ${invocation.args.join(' ')}`);
    complain(`Can't find service: ${name}`);
    return 0;
  }
  return service({ ...invocation, name: 'dumpsys', args });
};
