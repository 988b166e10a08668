import type { Device } from './device.js';
import { releaseOf } from './profile.js';

/** The properties of getprop: what the build says, what was set, what is computed. */
export class Properties {
  readonly #set = new Map<string, string>();

  constructor(private readonly device: Device) {}

  all(): Record<string, string> {
    const { profile, store, uptimeMs } = this.device;
    const release = releaseOf(profile.apiLevel);
    const build = `${'OOPPQRSSTUVB'[Math.min(11, profile.apiLevel - 26)] ?? 'B'}P1A.${profile.securityPatch.replaceAll('-', '').slice(2)}.001`;
    const type = profile.emulator ? 'userdebug' : 'user';
    const brand = profile.manufacturer.toLowerCase();
    const fingerprint = `${brand}/${profile.device}/${profile.device}:${release}/${build}/1:${type}/release-keys`;
    const { displayName, language } = localeOf(store.state.locale);
    return {
      'dalvik.vm.heapsize': '512m',
      'debug.sf.nobootanimation': '0',
      'dev.bootcomplete': '1',
      'gsm.sim.state': 'READY',
      'init.svc.adbd': 'running',
      'init.svc.bootanim': 'stopped',
      'net.bt.name': 'Android',
      'persist.sys.locale': displayName,
      'persist.sys.timezone': store.state.timezone,
      'persist.sys.usb.config': 'adb',
      'ro.adb.secure': profile.emulator ? '0' : '1',
      'ro.arch': 'x86_64',
      'ro.boot.serialno': profile.emulator ? 'EMULATOR' : 'VIRTUAL0',
      'ro.bootmode': 'unknown',
      'ro.build.characteristics': profile.emulator ? 'emulator' : 'nosdcard',
      'ro.build.date.utc': '1736035200',
      'ro.build.display.id': build,
      'ro.build.fingerprint': fingerprint,
      'ro.build.id': build,
      'ro.build.tags': 'release-keys',
      'ro.build.type': type,
      'ro.build.version.codename': 'REL',
      'ro.build.version.incremental': '1',
      'ro.build.version.preview_sdk': '0',
      'ro.build.version.release': release,
      'ro.build.version.sdk': String(profile.apiLevel),
      'ro.build.version.security_patch': profile.securityPatch,
      'ro.crypto.state': 'encrypted',
      'ro.crypto.type': 'file',
      'ro.debuggable': profile.emulator ? '1' : '0',
      // No device of anybody's has it: by this whoever asks knows that everything here is a model.
      'ro.keystore_audit.modelled': '1',
      'ro.hardware': profile.emulator ? 'ranchu' : profile.device,
      ...(profile.emulator
        ? {
            'ro.boot.qemu': '1',
            'ro.kernel.qemu': '1',
            'ro.boot.qemu.avd_name': profile.name,
            'ro.kernel.qemu.avd_name': profile.name,
          }
        : {}),
      'ro.product.board': profile.device,
      'ro.product.brand': brand,
      'ro.product.cpu.abi': 'x86_64',
      'ro.product.cpu.abilist': 'x86_64,arm64-v8a',
      'ro.product.cpu.abilist32': '',
      'ro.product.cpu.abilist64': 'x86_64,arm64-v8a',
      'ro.product.device': profile.device,
      'ro.product.locale': 'en-US',
      'ro.product.manufacturer': profile.manufacturer,
      'ro.product.model': profile.model,
      'ro.product.name': profile.device,
      'ro.secure': '1',
      'ro.serialno': profile.emulator ? 'EMULATOR' : 'VIRTUAL0',
      'ro.sf.lcd_density': String(profile.display.density),
      'ro.zygote': 'zygote64',
      'service.bootanim.exit': '1',
      'sys.boot_completed': uptimeMs >= 0 ? '1' : '',
      'sys.usb.state': 'adb',
      'user.language': language,
      ...store.state.props,
      ...Object.fromEntries(this.#set),
    };
  }

  get(name: string): string {
    return this.all()[name] ?? '';
  }

  /** Gives whether the shell may set it. */
  set(name: string, value: string): boolean {
    if (name.startsWith('ro.')) return false;
    if (name.startsWith('persist.')) this.device.store.change((state) => void (state.props[name] = value));
    else this.#set.set(name, value);
    if (name === 'persist.sys.timezone') this.device.store.change((state) => void (state.timezone = value));
    if (name === 'persist.sys.locale') this.device.store.change((state) => void (state.locale = value));
    return true;
  }
}

function localeOf(locale: string): { displayName: string; language: string } {
  return { displayName: locale, language: locale.split('-', 1)[0]! };
}
