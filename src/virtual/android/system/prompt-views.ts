import type { LockKind } from '../profile.js';
import { box, button, label, layOut, secretField, type Field, type Rect, type UiNode } from './ui.js';

/** What an app asks a prompt to say. */
export interface PromptText {
  readonly title: string;
  readonly subtitle?: string;
  readonly description?: string;
  readonly negativeText?: string;
}

/** What a person can do in the step that waits for a finger. */
export interface BiometricActions {
  readonly negative: (() => void) | undefined;
  readonly useCredential: (() => void) | undefined;
}

const systemUi = 'com.android.systemui';
const sysui = (id: string): string => `${systemUi}:id/${id}`;

/** Android's words for the credentials. */
export function useCredentialText(kind: LockKind): string {
  return { pin: 'Use PIN', pattern: 'Use pattern', password: 'Use password', none: '', swipe: '' }[kind];
}

export function wrongCredentialText(kind: LockKind): string {
  return { pin: 'Wrong PIN', pattern: 'Wrong pattern', password: 'Wrong password', none: '', swipe: '' }[
    kind
  ];
}

/**
 * The prompt that waits for a finger. Ids and layers by API level as in AOSP; from 34 on the same button ids under other
 * containers.
 */
export function biometricView(
  apiLevel: number,
  appPackage: string,
  text: PromptText,
  hint: { readonly text: string; readonly kind: LockKind },
  actions: BiometricActions,
  screen: Rect,
): UiNode {
  if (apiLevel <= 27) return appDialog(appPackage, text, hint.text, actions, screen);
  const lower = bottomOf(screen);
  if (apiLevel <= 29) return systemUiDialog(apiLevel, text, hint.text, actions, screen, lower);
  const buttons = [
    button(sysui('button_negative'), text.negativeText ?? '', actions.negative),
    button(sysui('button_cancel'), 'Cancel', undefined),
    button(sysui('button_use_credential'), useCredentialText(hint.kind), actions.useCredential),
    button(sysui('button_confirm'), 'Confirm', undefined),
    button(sysui('button_try_again'), 'Try again', undefined),
  ];
  const texts = [
    label(sysui('title'), text.title),
    label(sysui('subtitle'), text.subtitle ?? ''),
    label(sysui('description'), text.description ?? ''),
  ];
  const icon: UiNode = {
    type: 'android.widget.ImageView',
    resourceId: sysui('biometric_icon'),
    description: 'Fingerprint sensor',
  };
  const indicator = label(sysui('indicator'), hint.text);
  const bar = box('LinearLayout', buttons, { resourceId: sysui('button_bar') });
  const content =
    apiLevel <= 33
      ? box(
          'ScrollView',
          [
            ...texts,
            box('FrameLayout', [icon], { resourceId: sysui('biometric_icon_frame') }),
            indicator,
            bar,
          ],
          { resourceId: sysui('biometric_scrollview') },
        )
      : box(
          'android.view.ViewGroup',
          [
            box(
              'ScrollView',
              [box('android.view.ViewGroup', texts, { resourceId: sysui('innerConstraint') })],
              {
                resourceId: sysui('scrollView'),
              },
            ),
            indicator,
            icon,
            bar,
          ],
          { resourceId: sysui('biometric_prompt_constraint_layout') },
        );
  const background: UiNode = {
    type: 'android.view.View',
    resourceId: sysui('background'),
    bounds: screen,
    ...(apiLevel >= 34 ? { description: 'empty space' } : {}),
  };
  const panel = { type: 'android.view.View', resourceId: sysui('panel'), bounds: lower };
  layOut(content, lower);
  return frame(
    [background, panel, content],
    systemUi,
    screen,
    lower,
    apiLevel <= 33 ? sysui('layout') : undefined,
  );
}

/** The step of the prompt of API 30 and later that asks for PIN, pattern or password. */
export function credentialView(
  text: PromptText,
  { kind, field, error }: { readonly kind: LockKind; readonly field: Field; readonly error: string },
  enter: () => void,
  screen: Rect,
): UiNode {
  const header = box(
    'LinearLayout',
    [
      { type: 'android.widget.ImageView', resourceId: sysui('icon') },
      label(sysui('title'), text.title),
      label(sysui('subtitle'), text.subtitle ?? ''),
      label(sysui('description'), text.description ?? ''),
    ],
    { resourceId: sysui('auth_credential_header') },
  );
  const input = box(
    'LinearLayout',
    [
      kind === 'pattern'
        ? {
            type: 'android.view.View',
            resourceId: sysui('lockPattern'),
            description: 'Pattern area.',
            ...patternInput(field, enter),
          }
        : secretField(sysui('lockPassword'), field, enter),
      label(sysui('error'), error),
    ],
    { resourceId: sysui('auth_credential_input') },
  );
  const root = box('FrameLayout', [header, input], { packageName: systemUi });
  return layOut(root, screen);
}

/** Settings' screen behind createConfirmDeviceCredentialIntent. */
export function confirmView(
  apiLevel: number,
  { title, description }: { readonly title: string; readonly description: string },
  { kind, field, error }: { readonly kind: LockKind; readonly field: Field; readonly error: string },
  { enter, cancel }: { readonly enter: () => void; readonly cancel: () => void },
  screen: Rect,
): UiNode {
  const id = (name: string): string => `com.android.settings:id/${name}`;
  const input: UiNode =
    kind === 'pattern'
      ? {
          type: 'android.view.View',
          resourceId: id('lockPattern'),
          description: 'Pattern area.',
          ...patternInput(field, enter),
        }
      : secretField(id('password_entry'), field, enter, { description: kind === 'pin' ? 'PIN' : 'Password' });
  const texts =
    apiLevel <= 28
      ? [label(id('headerText'), title), label(id('detailsText'), description)]
      : [label(id('suc_layout_title'), title), label(id('sud_layout_subtitle'), description)];
  const root = box(
    'FrameLayout',
    [...texts, input, label(id('errorText'), error), button(id('cancelButton'), 'Cancel', cancel)],
    {
      packageName: 'com.android.settings',
      resourceId: apiLevel <= 28 ? id('topLayout') : id('setup_wizard_layout'),
    },
  );
  return layOut(root, screen);
}

/** A pattern is typed as the numbers of its dots, 1 to 9; a drawn one comes in the same way. */
export function patternInput(field: Field, enter: () => void): Partial<UiNode> {
  return {
    focusable: true,
    focused: true,
    typeIn: (text) => {
      field.value = text;
      enter();
    },
    submit: enter,
  };
}

/** androidx's FingerprintDialogFragment, in the app's own process. */
function appDialog(
  appPackage: string,
  text: PromptText,
  hint: string,
  { negative, useCredential }: BiometricActions,
  screen: Rect,
): UiNode {
  const id = (name: string): string => `${appPackage}:id/${name}`;
  const area = {
    x: 60,
    y: Math.floor(screen.height / 3),
    width: screen.width - 120,
    height: Math.floor(screen.height / 3),
  };
  const root = box(
    'FrameLayout',
    [
      label(id('alertTitle'), text.title),
      label(id('fingerprint_subtitle'), text.subtitle ?? ''),
      label(id('fingerprint_description'), text.description ?? ''),
      {
        type: 'android.widget.ImageView',
        resourceId: id('fingerprint_icon'),
        description: 'Fingerprint icon',
      },
      label(id('fingerprint_error'), hint),
      button(
        'android:id/button2',
        useCredential === undefined ? (text.negativeText ?? '') : 'Use password',
        useCredential ?? negative,
      ),
    ],
    { packageName: appPackage },
  );
  return layOut(root, area);
}

/** FingerprintDialogView of API 28 and BiometricDialogView of API 29. */
function systemUiDialog(
  apiLevel: number,
  text: PromptText,
  hint: string,
  { negative, useCredential }: BiometricActions,
  screen: Rect,
  lower: Rect,
): UiNode {
  const content = box(
    'LinearLayout',
    [
      label(sysui('title'), text.title),
      label(sysui('subtitle'), text.subtitle ?? ''),
      label(sysui('description'), text.description ?? ''),
      {
        type: 'android.widget.ImageView',
        resourceId: sysui(apiLevel === 28 ? 'fingerprint_icon' : 'biometric_icon'),
      },
      label(sysui('error'), hint),
      button(
        sysui('button2'),
        useCredential === undefined ? (text.negativeText ?? '') : 'Use PIN',
        useCredential ?? negative,
      ),
      button(sysui('button1'), 'Confirm', undefined),
      ...(apiLevel === 28 ? [] : [button(sysui('button_try_again'), 'Try again', undefined)]),
    ],
    { resourceId: sysui('dialog') },
  );
  layOut(content, lower);
  const space = { type: 'android.view.View', resourceId: sysui('space'), bounds: screen };
  return frame([space, content], systemUi, screen, lower, sysui('layout'));
}

/**
 * A container over the whole screen whose own bounds are those of its lower part: a tap above is a tap outside.
 */
function frame(
  children: UiNode[],
  packageName: string,
  screen: Rect,
  lower: Rect,
  resourceId: string | undefined,
): UiNode {
  for (const child of children) child.bounds ??= screen;
  return box('FrameLayout', children, {
    packageName,
    bounds: lower,
    ...(resourceId === undefined ? {} : { resourceId }),
  });
}

function bottomOf({ x, y, width, height }: Rect): Rect {
  const above = Math.floor(height / 2);
  return { x, y: y + above, width, height: height - above };
}
