/** An activity, service or receiver of a manifest. */
export interface Component {
  /** Fully qualified class. */
  readonly name: string;
  readonly exported: boolean;
  readonly enabled: boolean;
  readonly filters: readonly {
    readonly actions: readonly string[];
    readonly categories: readonly string[];
  }[];
}

/** What a manifest says. */
export interface Manifest {
  readonly name: string;
  readonly versionCode: number;
  readonly versionName: string;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly debuggable: boolean;
  readonly testOnly: boolean;
  readonly allowBackup: boolean;
  readonly label: string;
  readonly application: string;
  readonly activities: readonly Component[];
  readonly services: readonly Component[];
  readonly receivers: readonly Component[];
  readonly permissions: readonly string[];
  readonly instrumentation: readonly { readonly name: string; readonly target: string }[];
}

/** An installed package. */
export interface PackageRecord extends Manifest {
  readonly uid: number;
  readonly system: boolean;
  /** SHA-256 of the signers' certificates. */
  readonly signers: readonly string[];
  /** Folder of the installed APK on the device, without the file's name. */
  readonly codePath: string;
  readonly firstInstallTime: number;
  readonly lastUpdateTime: number;
  /** Uninstalled with its data kept. */
  readonly dataOnly: boolean;
  granted: string[];
  /** Whether it was started since it was installed or force-stopped. */
  stopped: boolean;
  notLaunched: boolean;
}
