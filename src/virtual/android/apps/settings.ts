import type { Device } from '../device.js';
import { box, button, label, layOut, type Field, type UiNode } from '../system/ui.js';
import { confirmView } from '../system/prompt-views.js';
import type { RunningApp } from './activities.js';

/** How often the sensor has to be touched to enrol a finger. */
const touchesToEnrol = 3;

const enrolActions = ['android.settings.FINGERPRINT_ENROLL', 'android.settings.BIOMETRIC_ENROLL'];
const id = (name: string): string => `com.android.settings:id/${name}`;

/** An activity of Settings: the enrolment of a finger, or a plain list. */
export function settingsScreen(device: Device, action: string | undefined, leave: () => void): RunningApp {
  if (action !== undefined && enrolActions.includes(action) && device.fingers.sensor !== 'none') {
    return new Enrolment(device, leave);
  }
  return {
    window: {
      tree: () =>
        layOut(
          box('FrameLayout', [label(id('homepage_title'), 'Settings')], {
            packageName: 'com.android.settings',
          }),
          device.screen(),
        ),
    },
    resumed: () => undefined,
    paused: () => undefined,
    ended: () => undefined,
  };
}

/**
 * The steps as captured on API 35: PIN, introduction (MORE, I AGREE), touches, done. Up to API 28 the introduction
 * comes first; buttons of the footer have no resource id.
 */
class Enrolment implements RunningApp {
  readonly window;
  #step: 'pin' | 'more' | 'agree' | 'touch' | 'done';
  #touches = 0;
  #error = '';
  readonly #field: Field = { value: '' };
  #stop: (() => void) | undefined;

  constructor(
    private readonly device: Device,
    private readonly leave: () => void,
  ) {
    this.#step = device.profile.apiLevel >= 29 && device.lock.secure ? 'pin' : 'more';
    this.window = { tree: () => this.#tree(), back: leave };
  }

  resumed(): void {
    // Nothing to do: the sensor is taken when the step is reached.
  }

  paused(): void {
    // The enrolment goes on when its activity comes back.
  }

  ended(): void {
    this.#stop?.();
  }

  #tree(): UiNode {
    const { device } = this;
    const screen = device.screen();
    if (this.#step === 'pin') {
      return confirmView(
        device.profile.apiLevel,
        { title: 'Confirm your PIN', description: '' },
        { kind: device.lock.kind, field: this.#field, error: this.#error },
        { enter: () => this.#enter(), cancel: this.leave },
        screen,
      );
    }
    const { title, left, right } = this.#texts();
    const footer = box('LinearLayout', [
      ...(left === undefined ? [] : [button('', left, this.leave)]),
      ...(right === undefined ? [] : [button('', right, () => this.#next())]),
    ]);
    const half = Math.floor(screen.width / 2);
    footer.children!.forEach((node) => {
      const isLeft = node.text === left;
      node.bounds = { x: isLeft ? 0 : half, y: screen.height - 200, width: half, height: 160 };
    });
    const root = box(
      'FrameLayout',
      [
        box(
          'LinearLayout',
          [
            label(id('suc_layout_title'), title, {
              bounds: { x: 40, y: 200, width: screen.width - 80, height: 120 },
            }),
            footer,
          ],
          { resourceId: id('sud_layout_template_content') },
        ),
      ],
      { packageName: 'com.android.settings', resourceId: id('setup_wizard_layout') },
    );
    return layOut(root, screen);
  }

  #texts(): { title: string; left?: string; right?: string } {
    const intro = this.device.profile.apiLevel >= 34 ? 'Set up your fingerprint' : 'Set up Pixel Imprint';
    switch (this.#step) {
      case 'more':
        return { title: intro, left: 'NOT NOW', right: 'MORE' };
      case 'agree':
        return { title: intro, left: 'NOT NOW', right: 'I AGREE' };
      case 'touch':
        return {
          title: this.#touches === 0 ? 'Touch the sensor' : 'Lift, then touch again',
          left: 'DO IT LATER',
        };
      default:
        return { title: 'Fingerprint added', left: 'ADD ANOTHER', right: 'DONE' };
    }
  }

  #enter(): void {
    const checked = this.device.lock.check(this.#field.value);
    this.#field.value = '';
    if (checked === 'right') this.#step = 'more';
    else this.#error = 'Wrong PIN';
  }

  #next(): void {
    if (this.#step === 'more') this.#step = 'agree';
    else if (this.#step === 'agree') this.#touchStep();
    else this.leave();
  }

  #touchStep(): void {
    // Without a lock Settings has one chosen first; nobody is here to choose it.
    if (!this.device.lock.secure) return this.leave();
    this.#step = 'touch';
    this.#stop = this.device.fingers.listenToEnrol((finger) => {
      this.#touches++;
      if (this.#touches < touchesToEnrol) return;
      this.#stop?.();
      this.device.fingers.enrol(finger);
      this.#step = 'done';
    });
  }
}
