/** What a native half of a plugin gets of the device that it runs on. All times in ms since 1970 by the device's clock. */
export interface NativeHost {
  readonly apiLevel: number;
  readonly packageName: string;
  /** The version code of the installed APK. */
  readonly versionCode: number;
  /** How often the device was started, as Settings.Global.BOOT_COUNT says. */
  readonly bootCount: number;
  /** The app's private folder (/data/data/PACKAGE) as a folder of the host machine: what is written there is what run-as sees. */
  readonly dataDir: string;
  /** Folder of the system's keystore for this app's uid; goes with an uninstall, not in a backup. */
  readonly keystoreDir: string;
  /** The storage that all apps share (/sdcard) as a folder of the host machine; an uninstall leaves it. */
  readonly sharedDir: string;
  /** The app's config.xml preferences and plugin metadata of the installed APK, by lower-case name. */
  readonly preferences: Readonly<Record<string, string>>;
  now(): number;
  /** The device's language and region as a BCP 47 tag: `ar-EG`. */
  locale(): string;
  /** The device's time zone by its name in the tz database: `Europe/Berlin`. */
  timezone(): string;
  lockState(): {
    readonly kind: 'none' | 'swipe' | 'pin' | 'pattern' | 'password';
    readonly locked: boolean;
    readonly lastUnlockAt: number;
    /** grows whenever the secure lock is set, changed or removed */
    readonly lockGeneration: number;
    /** id of the user's secure id; a new one whenever the lock is removed */
    readonly secureUserId: string;
  };
  biometrics(): {
    readonly sensor: 'none' | 'weak' | 'strong';
    readonly enrolled: number;
    /** changes whenever a finger is enrolled or all removed */
    readonly enrolmentId: string;
  };
  /** Shows BiometricPrompt (or the framework's dialog of the API level) and resolves when the person is done. */
  authenticate(request: {
    readonly title: string;
    readonly subtitle?: string;
    readonly description?: string;
    readonly negativeText?: string;
    readonly allow: readonly ('strong' | 'weak' | 'credential')[];
  }): Promise<
    | { readonly result: 'succeeded'; readonly by: 'biometric' | 'credential' }
    | { readonly result: 'error'; readonly code: number; readonly message: string }
  >;
  /** Shows Settings' confirm-credential screen (KeyguardManager.createConfirmDeviceCredentialIntent). */
  confirmCredential(title?: string, description?: string): Promise<boolean>;
  /** Writes a line to logcat. */
  log(priority: 'V' | 'D' | 'I' | 'W' | 'E', tag: string, message: string): void;
  /** The process dies of an uncaught exception: crash dialog, logcat stack. */
  crash(stack: string): void;
}

/** A plugin's native side: Cordova's exec(service, action, args), or Capacitor's call(plugin, method, options). */
export interface NativePlugin {
  /** The name that the page calls it by: Cordova's service or Capacitor's plugin id. */
  readonly service: string;
  /** Calls back once or not at all, as native code does: resolve with the success value, reject with the error value. */
  exec(action: string, args: readonly unknown[]): Promise<unknown>;
  /** The app's activity is no longer seen: another app, the keyguard or a dark screen is before it. */
  onPause?(): void;
  /** The app's activity is seen, for the first time or again. */
  onResume?(): void;
}

export type NativeFactory = (host: NativeHost) => readonly NativePlugin[];
