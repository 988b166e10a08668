import { DOMParser } from '@xmldom/xmldom';
import type { SeenPrompt } from '../port.js';

/** An element of the screen, as accessibility sees it. */
export interface ScreenNode {
  readonly packageName: string;
  /** The part of the resource id after the slash. */
  readonly name: string;
  readonly text: string;
  readonly type: string;
  readonly isSecret: boolean;
  readonly isEnabled: boolean;
  readonly area: Area;
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The elements of a page source that can be seen, in their order. */
export function nodesIn(source: string): ScreenNode[] {
  const document = new DOMParser().parseFromString(source, 'text/xml');
  return Array.from(document.getElementsByTagName('*')).flatMap((element) => {
    const value = (name: string): string => element.getAttribute(name) ?? '';
    const [left, top, right, bottom] = (value('bounds').match(/-?\d+/g) ?? []).map(Number);
    if (left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
    // Buttons of a prompt are in its layout also where they are not shown.
    if (value('displayed') === 'false' || right <= left || bottom <= top) return [];
    return [
      {
        packageName: value('package'),
        name: value('resource-id').replace(/^.*[:/]/, ''),
        text: value('text'),
        type: value('class'),
        isSecret: value('password') === 'true',
        isEnabled: value('enabled') !== 'false',
        area: { left, top, right, bottom },
      },
    ];
  });
}

const never = /(?!)/;

/** By which elements a prompt is known, for each program that shows some. */
const hosts: readonly { readonly host: RegExp; readonly finger: RegExp; readonly credential: RegExp }[] = [
  {
    // Android 9 and later; Samsung has a program of its own for the same layouts.
    host: /^com\.(android\.systemui|samsung\.android\.biometrics\.app\.setting)$/,
    finger: /^(fingerprint_icon|biometric_icon|biometric_prompt_constraint_layout)$/,
    credential:
      /^(lockPassword|lockPattern|biometric_lockPattern|auth_credential_(header|input|container)|(compose_)?credential_view)$/,
  },
  {
    // The screen that confirms a credential, in the settings.
    host: /^com\.(android|coloros|oplus)\.settings$/,
    finger: never,
    credential: /^(password_entry|lockPattern|pinEntry)$/,
  },
];

/** Up to Android 8.1 the app shows the prompt itself. */
const ofTheApp = { finger: /^fingerprint_(description|icon|error)$/, credential: never };

/** A prompt with where it can be touched. */
export interface PromptOnScreen extends SeenPrompt {
  readonly nodes: readonly ScreenNode[];
  /** The whole screen. */
  readonly screen: Area;
}

/** The prompt among what is on the screen, if there is one. */
export function promptIn(nodes: readonly ScreenNode[], appId: string): PromptOnScreen | undefined {
  for (const host of new Set(nodes.map(({ packageName }) => packageName))) {
    const signs = host === appId ? ofTheApp : hosts.find((known) => known.host.test(host));
    if (signs === undefined) continue;
    const own = nodes.filter(({ packageName }) => packageName === host);
    const asksCredential = own.some(({ name }) => signs.credential.test(name));
    if (!asksCredential && !own.some(({ name }) => signs.finger.test(name))) continue;
    return {
      host,
      texts: own.filter(({ text, isSecret }) => text !== '' && !isSecret).map(({ text }) => text),
      asks: asksCredential ? 'credential' : 'finger',
      nodes: own,
      screen: {
        left: 0,
        top: 0,
        right: Math.max(...nodes.map(({ area }) => area.right)),
        bottom: Math.max(...nodes.map(({ area }) => area.bottom)),
      },
    };
  }
  return undefined;
}

/** Refuses, on every release. */
export const negativeButton =
  /^(button_negative|button2|cancelButton|cancel_button|btn_cancel|button_cancel)$/;
/** Leads from the finger to the PIN; up to Android 10 it is the negative one. */
export const credentialButton = /^(button_use_credential|button2)$/;

/** The middle of an area. */
export function middleOf({ left, top, right, bottom }: Area): { x: number; y: number } {
  return { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) };
}

/**
 * The button of a settings screen's footer that leads on: these have no ids, and the same place in every language.
 */
export function onwardButton(nodes: readonly ScreenNode[]): ScreenNode | undefined {
  const height = Math.max(...nodes.map(({ area }) => area.bottom));
  const width = Math.max(...nodes.map(({ area }) => area.right));
  return nodes
    .filter(({ type, isEnabled }) => type === 'android.widget.Button' && isEnabled)
    .filter(({ area }) => middleOf(area).y > height * 0.75 && middleOf(area).x > width / 2)
    .sort((a, b) => b.area.right - a.area.right)[0];
}
