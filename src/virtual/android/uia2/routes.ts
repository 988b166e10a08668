import type { Device } from '../device.js';
import { releaseOf } from '../profile.js';
import { boundsOf } from '../system/windows.js';
import type { UiNode } from '../system/ui.js';
import { acceptAlert, alertText, dismissAlert } from './alerts.js';
import type { Elements } from './elements.js';
import { invalidArgument, noSuchElement, WebDriverError } from './errors.js';
import { gesture, pointerActions } from './gestures.js';
import { locate } from './locate.js';
import { snapshot, sourceOf, type Located, type Snapshot } from './source.js';

/** A session of a client. */
export interface Session {
  readonly id: string;
  readonly capabilities: Record<string, unknown>;
  readonly elements: Elements;
  readonly settings: Record<string, unknown>;
  clipboard: string;
}

export interface Request {
  readonly device: Device;
  readonly session: Session;
  readonly body: Record<string, unknown>;
  /** What stands in the path. */
  readonly args: readonly string[];
}

type Act = (request: Request) => unknown;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly act: Act;
}

/** What the screen shows, by the session's settings. */
export function look({ device, session }: Request): Promise<Snapshot> {
  return snapshot(device, {
    enableMultiWindows: session.settings['enableMultiWindows'] === true,
    allowInvisibleElements: session.settings['allowInvisibleElements'] === true,
  });
}

/** The element of a path or body. Throws stale element reference. */
export async function elementOf(request: Request, id: string): Promise<Located> {
  return request.session.elements.find(id, await look(request));
}

async function find(request: Request): Promise<{ shot: Snapshot; found: Located[] }> {
  const { body, session } = request;
  const strategy = String(body['strategy'] ?? body['using']);
  const selector = String(body['selector'] ?? body['value']);
  const context = body['context'];
  const shot = await look(request);
  const within =
    typeof context === 'string' && context !== '' ? session.elements.find(context, shot) : undefined;
  return { shot, found: locate(strategy, selector, shot, within) };
}

const findOne: Act = async (request) => {
  const { shot, found } = await find(request);
  const [first] = found;
  if (first === undefined) throw noSuchElement();
  return request.session.elements.tell(first, shot);
};

const findAll: Act = async (request) => {
  const { shot, found } = await find(request);
  return found.map((one) => request.session.elements.tell(one, shot));
};

async function click(request: Request, located: Located): Promise<void> {
  const { node } = located;
  if (node.enabled === false) return;
  if (node.click !== undefined) return void (await node.click());
  const { x, y, width, height } = boundsOf(node);
  await request.device.input.tap(x + width / 2, y + height / 2);
}

const setValue: Act = async (request) => {
  const { body, args } = request;
  const id = args[0] ?? String(body['elementId'] ?? '');
  const { node } = await elementOf(request, id);
  const value = body['value'];
  const text =
    typeof body['text'] === 'string'
      ? body['text']
      : Array.isArray(value)
        ? value.join('')
        : String(value ?? '');
  if (node.typeIn === undefined) {
    throw new WebDriverError(
      400,
      'invalid element state',
      "Cannot set the element to '" + text + "'. Did you interact with the correct element?",
    );
  }
  const isSubmitted = text.endsWith('\n');
  await node.typeIn(text.replace(/\n$/, ''), { replace: body['replace'] === true });
  if (isSubmitted) await node.submit?.();
};

const clear: Act = async (request) => {
  const { node } = await elementOf(request, request.args[0]!);
  await node.typeIn?.('', { replace: true });
};

function attribute({ node, packageName, index }: Located, name: string): string | null {
  const flags: Record<string, boolean> = {
    checkable: node.checkable ?? false,
    checked: node.checked ?? false,
    clickable: node.clickable ?? false,
    displayed: node.displayed ?? true,
    enabled: node.enabled ?? true,
    focusable: node.focusable ?? false,
    focused: node.focused ?? false,
    'long-clickable': false,
    longClickable: false,
    password: node.password ?? false,
    scrollable: node.scrollable ?? false,
    selected: node.selected ?? false,
  };
  if (Object.hasOwn(flags, name)) return String(flags[name]);
  const { x, y, width, height } = boundsOf(node);
  const texts: Record<string, string | null> = {
    text: node.text ?? '',
    name: node.description || node.text || null,
    'content-desc': node.description ?? null,
    contentDescription: node.description ?? null,
    'resource-id': node.resourceId ?? null,
    resourceId: node.resourceId ?? null,
    class: node.type,
    className: node.type,
    package: packageName,
    hint: node.hint ?? null,
    index: String(index),
    bounds: `[${x},${y}][${x + width},${y + height}]`,
    contentSize: JSON.stringify({ left: x, top: y, width, height, scrollableOffset: 0, touchPadding: 24 }),
  };
  if (Object.hasOwn(texts, name)) return texts[name]!;
  throw invalidArgument(
    `'${name}' attribute is unknown for the element. Only the following attributes are supported: [${[...Object.keys(flags), ...Object.keys(texts)].join(', ')}]`,
  );
}

const rectOf = ({ node }: Located) => boundsOf(node);

async function screenshot({ device }: Request): Promise<string> {
  const shown = device.windows.all()[0]?.window;
  if (device.lock.screenOn && shown?.secure === true) {
    throw new WebDriverError(
      500,
      'unknown error',
      "Failed to capture a screenshot. Does the current view have 'secure' flag set?",
    );
  }
  return (await device.picture()).toString('base64');
}

const size = ({ device }: Request): { width: number; height: number } => {
  const { width, height } = device.screen();
  return { width, height };
};

const pressKey: Act = async ({ device, body }) => {
  const code = Number(body['keycode']);
  if (!Number.isInteger(code)) throw invalidArgument('keycode is required');
  await device.input.key(code);
};

const deviceInfo: Act = ({ device }) => {
  const { profile, store } = device;
  return {
    androidId: store.state.settings.secure['android_id'],
    apiVersion: String(profile.apiLevel),
    bluetooth: null,
    brand: profile.manufacturer.toLowerCase(),
    carrierName: '',
    displayDensity: profile.display.density,
    locale: store.state.locale.replace('-', '_'),
    manufacturer: profile.manufacturer,
    model: profile.model,
    networks: [],
    platformVersion: releaseOf(profile.apiLevel),
    realDisplaySize: `${profile.display.width}x${profile.display.height}`,
    timeZone: store.state.timezone,
  };
};

const listWindows: Act = async (request) => {
  const { device, body } = request;
  const filters = (body['filters'] ?? {}) as { packageName?: string; windowId?: number; windowType?: string };
  const wanted = device.windows
    .all()
    .filter(
      ({ window }) =>
        filters.packageName === undefined ||
        new RegExp(`^${filters.packageName.replaceAll('*', '.*')}$`).test(window.packageName),
    );
  const shots = body['skipScreenshots'] === true ? undefined : await device.picture();
  return wanted.map(({ window, id }, index) => ({
    windowId: Number.parseInt(id, 16),
    bounds: device.screen(),
    packageName: window.packageName,
    windowType: window.layer <= 2 ? 1 : 3,
    layer: wanted.length - index,
    title: window.title,
    isActive: index === 0,
    isFocused: index === 0,
    isAccessibilityFocused: false,
    displayId: 0,
    screenshot: window.secure === true ? null : (shots?.toString('base64') ?? null),
  }));
};

const active: Act = async (request) => {
  const shot = await look(request);
  const focused = shot.all.find(({ node }: { node: UiNode }) => node.focused === true);
  if (focused === undefined) throw noSuchElement();
  return request.session.elements.tell(focused, shot);
};

const keys: Act = async ({ device, body }) => {
  const value = body['value'];
  await device.input.text(Array.isArray(value) ? value.join('') : String(value ?? body['text'] ?? ''));
};

const rotate: Act = ({ device, body }) => {
  const wanted =
    body['orientation'] === undefined ? Number(body['z']) / 90 : body['orientation'] === 'LANDSCAPE' ? 1 : 0;
  if (![0, 1, 2, 3].includes(wanted)) throw invalidArgument('The orientation is PORTRAIT or LANDSCAPE');
  device.rotate(wanted as 0 | 1 | 2 | 3);
};

const route = (method: string, path: string, act: Act): Route => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`),
  act,
});

/** Every address below /session/ID. */
export const routes: readonly Route[] = [
  route('POST', '/element', findOne),
  route('POST', '/elements', findAll),
  route('GET', '/element/active', active),
  route('POST', '/element/active', active),
  route('POST', '/element/:id/click', async (request) =>
    click(request, await elementOf(request, request.args[0]!)),
  ),
  route('POST', '/element/:id/clear', clear),
  route('POST', '/element/:id/value', setValue),
  route('POST', '/appium/element/:id/value', setValue),
  route(
    'GET',
    '/element/:id/text',
    async (request) => (await elementOf(request, request.args[0]!)).node.text ?? '',
  ),
  route('GET', '/element/:id/attribute/:name', async (request) =>
    attribute(await elementOf(request, request.args[0]!), request.args[1]!),
  ),
  route('GET', '/element/:id/rect', async (request) => rectOf(await elementOf(request, request.args[0]!))),
  route('GET', '/element/:id/size', async (request) => {
    const { width, height } = rectOf(await elementOf(request, request.args[0]!));
    return { width, height };
  }),
  route('GET', '/element/:id/location', async (request) => {
    const { x, y } = rectOf(await elementOf(request, request.args[0]!));
    return { x, y };
  }),
  route('GET', '/element/:id/name', async (request) =>
    attribute(await elementOf(request, request.args[0]!), 'name'),
  ),
  route('GET', '/element/:id/screenshot', screenshot),
  route('GET', '/appium/element/:id/first_visible', async (request) => {
    const shot = await look(request);
    const { node } = request.session.elements.find(request.args[0]!, shot);
    const first = shot.all.find((one) => one.node === node.children?.[0]);
    if (first === undefined) throw noSuchElement();
    return request.session.elements.tell(first, shot);
  }),
  route('GET', '/source', async (request) => sourceOf(await look(request))),
  route('GET', '/screenshot', screenshot),
  route('GET', '/orientation', ({ device }) =>
    device.store.state.rotation % 2 === 0 ? 'PORTRAIT' : 'LANDSCAPE',
  ),
  route('POST', '/orientation', rotate),
  route('GET', '/rotation', ({ device }) => ({ x: 0, y: 0, z: device.store.state.rotation * 90 })),
  route('POST', '/rotation', rotate),
  route('GET', '/appium/device/declared_orientation', () => 'PORTRAIT'),
  route('GET', '/window/:id/size', size),
  route('GET', '/window/rect', (request) => ({ x: 0, y: 0, ...size(request) })),
  route('POST', '/timeouts/implicit_wait', () => null),
  route('GET', '/appium/settings', ({ session }) => session.settings),
  route('POST', '/appium/settings', ({ session, body }) => {
    Object.assign(session.settings, body['settings'] ?? {});
    return session.settings;
  }),
  route('GET', '/appium/device/info', deviceInfo),
  route('GET', '/appium/device/battery_info', () => ({ level: 1, status: 2 })),
  route('GET', '/appium/device/pixel_ratio', ({ device }) => device.profile.display.density / 160),
  route('GET', '/appium/device/display_density', ({ device }) => device.profile.display.density),
  route('GET', '/appium/device/system_bars', ({ device }) => ({
    statusBar: 63,
    statusBarVisible: true,
    width: device.screen().width,
  })),
  route('POST', '/appium/device/press_keycode', pressKey),
  route('POST', '/appium/device/long_press_keycode', pressKey),
  route('POST', '/back', async ({ device }) => device.input.key(4)),
  route('POST', '/keys', keys),
  route('POST', '/appium/device/set_clipboard', ({ device, body }) => {
    device.appiumSettings.clipboard = Buffer.from(String(body['content'] ?? ''), 'base64').toString('utf8');
  }),
  route('POST', '/appium/device/get_clipboard', ({ device }) =>
    Buffer.from(device.appiumSettings.clipboard).toString('base64'),
  ),
  route('POST', '/appium/device/open_notifications', () => null),
  route('POST', '/appium/list_windows', listWindows),
  route('POST', '/appium/list_displays', ({ device }) => [
    {
      id: 0,
      physicalId: '4619827259835644672',
      isDefault: true,
      name: 'Built-in Screen',
      metrics: { widthPixels: device.screen().width, heightPixels: device.screen().height },
    },
  ]),
  route('POST', '/appium/reset_ax_cache', () => null),
  route('GET', '/alert/text', alertText),
  route('POST', '/alert/accept', acceptAlert),
  route('POST', '/alert/dismiss', dismissAlert),
  route('POST', '/actions', pointerActions),
  route('DELETE', '/actions', () => null),
  route('POST', '/appium/gestures/:kind', gesture),
];
