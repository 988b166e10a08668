import { AuditError } from '../../errors.js';

/** Android's reasons, by the beginning of their names, in words and with what to do. */
const reasons: readonly (readonly [reason: RegExp, words: string, hint: string])[] = [
  [
    /UPDATE_INCOMPATIBLE|SIGNATURES|SHARED_USER_INCOMPATIBLE/,
    'It is signed by somebody else than the app that is there.',
    'Remove the app that is there by hand, or use an app that is signed with the same key.',
  ],
  [
    /VERSION_DOWNGRADE/,
    'A later version of it is there.',
    'Remove the app that is there by hand, or raise the version code.',
  ],
  [
    /OLDER_SDK/,
    'It needs a later Android.',
    'Use a device with a later Android, or build the app for this one.',
  ],
  [
    /NEWER_SDK|DEPRECATED_SDK/,
    'It was built for an Android that is too old.',
    'Use a device with an older Android, or raise the targetSdkVersion of the app.',
  ],
  [
    /INSUFFICIENT_STORAGE|MEDIA_UNAVAILABLE|No space left/i,
    'The device has no space left.',
    'Make space on it.',
  ],
  [
    /NO_MATCHING_ABIS|CPU_ABI/,
    'It has no code for the processor of the device.',
    'Build the app for the processor of the device.',
  ],
  [
    /TEST_ONLY/,
    'It is marked as one for tests only.',
    'Build it without android:testOnly, as Gradle does from the command line.',
  ],
  [
    /USER_RESTRICTED|VERIFICATION|ABORTED/,
    'The device does not let tools install apps.',
    'Allow "Install via USB" in the developer options, and confirm what the device asks.',
  ],
  [
    /PARSE_FAILED|INVALID_APK/,
    'It is no app that this Android can read.',
    'Check that the file is whole and signed.',
  ],
];

/** Why Android refused to install an app, from all that was said of it. */
export function installRefusal(said: string, cause?: unknown): AuditError {
  const name = /INSTALL_[A-Z_]+/.exec(said)?.[0];
  const words = /\[?(INSTALL_[A-Z_]+[^\]\n]*)/.exec(said)?.[1] ?? said.split('\n', 1)[0]!;
  const [, why = '', hint] = reasons.find(([reason]) => reason.test(name ?? said)) ?? [];
  return new AuditError(
    'app-install-failed',
    `The app was not installed.${why === '' ? '' : ` ${why}`} Android said: ${words.trim()}`,
    { cause, ...(hint === undefined ? {} : { hint }) },
  );
}
