import type { Fingers } from './fingers.js';
import type { Lock } from './lock.js';
import { patternInput, wrongCredentialText } from './prompt-views.js';
import { box, layOut, label, secretField, type Field, type Rect, type UiNode } from './ui.js';
import { layers, type Windows } from './windows.js';

const sysui = (id: string): string => `com.android.systemui:id/${id}`;

/** The lock screen: shows itself while the lock says so, and takes PIN, password, pattern or finger. */
export class Keyguard {
  readonly #field: Field = { value: '' };
  #error = '';
  #remove: (() => void) | undefined;
  #stopListening: (() => void) | undefined;

  constructor(
    private readonly device: {
      readonly windows: Windows;
      readonly lock: Lock;
      readonly fingers: Fingers;
      readonly screen: () => Rect;
    },
  ) {}

  /** Brings window and sensor in line with the lock. */
  refresh(): void {
    const { lock, windows, fingers } = this.device;
    if (lock.keyguard && this.#remove === undefined) {
      this.#field.value = '';
      this.#error = '';
      this.#remove = windows.add({
        title: 'NotificationShade',
        packageName: 'com.android.systemui',
        layer: layers.keyguard,
        type: 'NOTIFICATION_SHADE',
        tree: () => this.#tree(),
        back: () => {
          lock.bouncer = false;
        },
      });
    } else if (!lock.keyguard) {
      this.#remove?.();
      this.#remove = undefined;
    }
    const wanted = lock.keyguard && lock.secure && !lock.strongAuthRequired && fingers.enrolled.length > 0;
    if (wanted && this.#stopListening === undefined) {
      this.#stopListening = fingers.listen({
        crypto: false,
        touched: (touch) => {
          if (touch !== 'match') return;
          lock.wake();
          lock.unlock('biometric');
        },
        lockedOut: () => undefined,
      });
    } else if (!wanted) {
      this.#stopListening?.();
      this.#stopListening = undefined;
    }
  }

  /** After a boot nothing of before is left. */
  reset(): void {
    this.#remove = undefined;
    this.#stopListening = undefined;
  }

  #tree(): UiNode {
    const { lock, screen } = this.device;
    const children = lock.bouncer
      ? this.#bouncer()
      : [label(sysui('keyguard_indication_text'), 'Swipe up to open')];
    const root = box(
      'FrameLayout',
      [box('FrameLayout', children, { resourceId: sysui('notification_panel') })],
      { packageName: 'com.android.systemui', resourceId: sysui('legacy_window_root') },
    );
    return layOut(root, screen());
  }

  #bouncer(): UiNode[] {
    const { kind } = this.device.lock;
    const enter = (): void => this.#enter();
    const message = label(sysui('keyguard_message_area'), this.#error);
    if (kind === 'pattern') {
      return [
        message,
        {
          type: 'android.view.View',
          resourceId: sysui('lockPatternView'),
          description: 'Pattern area.',
          ...patternInput(this.#field, enter),
        },
      ];
    }
    if (kind === 'password') return [message, secretField(sysui('passwordEntry'), this.#field, enter)];
    const key = (digit: number): UiNode => ({
      ...box('android.view.ViewGroup', [label(sysui('digit_text'), String(digit))]),
      resourceId: sysui(`key${digit}`),
      description: String(digit),
      clickable: true,
      click: () => {
        this.#field.value += String(digit);
      },
    });
    return [
      message,
      secretField(sysui('pinEntry'), this.#field, enter, { description: 'PIN area' }),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 0].map(key),
      {
        type: 'android.widget.ImageButton',
        resourceId: sysui('delete_button'),
        description: 'Delete',
        clickable: true,
        click: () => {
          this.#field.value = this.#field.value.slice(0, -1);
        },
      },
      {
        type: 'android.widget.ImageButton',
        resourceId: sysui('key_enter'),
        description: 'Enter',
        clickable: true,
        click: enter,
      },
    ];
  }

  #enter(): void {
    const { lock, fingers } = this.device;
    const secret = this.#field.value;
    this.#field.value = '';
    const checked = lock.check(secret);
    if (checked === 'right') {
      fingers.resetLockout();
      this.#error = '';
      lock.unlock('credential');
    } else if (checked === 'wrong') this.#error = wrongCredentialText(lock.kind);
    else this.#error = `Try again in ${lock.throttledSeconds} seconds.`;
  }
}
