import type { Program } from '../../shell.js';

/** `dumpsys power`. */
export const power: Program = ({ device, print }) => {
  const on = device.lock.screenOn;
  print(
    'POWER MANAGER (dumpsys power)',
    '',
    'Power Manager State:',
    `  mWakefulness=${on ? 'Awake' : 'Asleep'}`,
    `  getWakefulnessLocked()=${on ? 'Awake' : 'Asleep'}`,
    '  mIsPowered=true',
    '  mPlugType=1',
    `  mStayOn=false`,
    `Display Power: state=${on ? 'ON' : 'OFF'}`,
  );
  return 0;
};

/** `dumpsys trust`: deviceLocked only with a secure lock. */
export const trust: Program = ({ device, print }) => {
  const { locked, userUnlocked, strongAuthRequired } = device.lock;
  const strong = strongAuthRequired && device.lock.secure ? (userUnlocked ? '0x20' : '0x1') : '0x0';
  print(
    'Trust manager state:',
    ` User "Owner" (id=0, flags=0x4c13) (current): trusted=0, trustManaged=0, deviceLocked=${locked ? 1 : 0}, strongAuthRequired=${strong}`,
    '   Enabled agents:',
    '   Events:',
  );
  return 0;
};
