import type { Program } from '../../shell.js';

/** `dumpsys fingerprint`: counters since boot, in one JSON; around it what the API level prints. */
export const fingerprint: Program = ({ device, args, print }) => {
  const { fingers, apiLevel } = device;
  const { counters } = fingers;
  const old = {
    id: 0,
    count: fingers.enrolled.length,
    accept: counters.accept,
    reject: counters.reject,
    acquire: counters.acquire,
    lockout: counters.lockout,
    permanentLockout: counters.permanentLockout,
    acceptCrypto: counters.acceptCrypto,
    rejectCrypto: counters.rejectCrypto,
    acquireCrypto: counters.acquireCrypto,
  };
  if (apiLevel <= 29) {
    const prints = [
      {
        ...old,
        lockoutCrypto: counters.lockoutCrypto,
        permanentLockoutCrypto: counters.permanentLockoutCrypto,
      },
    ];
    print(JSON.stringify({ service: apiLevel <= 28 ? 'Fingerprint Manager' : 'FingerprintService', prints }));
    if (args.includes('--proto')) fingers.clearCounters();
    return 0;
  }
  print('Dumping for sensorId: 0, provider: FingerprintProvider');
  print(JSON.stringify({ service: 'FingerprintProvider/default', prints: [old] }).replace('/', '\\/'));
  if (apiLevel >= 33) {
    const state = fingers.lockout;
    print(
      `UserId=0, {(BIOMETRIC_STRONG, permanentLockout=${state === 'permanent'}, timedLockout=${state === 'timed'}), ` +
        '(BIOMETRIC_WEAK, permanentLockout=false, timedLockout=false), (BIOMETRIC_CONVENIENCE, permanentLockout=false, timedLockout=false)}',
    );
  }
  return 0;
};
