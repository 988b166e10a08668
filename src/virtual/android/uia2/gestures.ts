import type { Device } from '../device.js';
import { walk } from '../system/ui.js';
import { boundsOf } from '../system/windows.js';
import { Elements } from './elements.js';
import { invalidArgument } from './errors.js';
import { elementOf, type Request } from './routes.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** `mobile: clickGesture` and its like. Pinches have nothing to act on here. */
export async function gesture(request: Request): Promise<unknown> {
  const { device, body, args } = request;
  const [kind] = args;
  const area = await areaOf(request);
  const offset = body['offset'] as Point | undefined;
  const at =
    offset === undefined
      ? { x: area.x + area.width / 2, y: area.y + area.height / 2 }
      : { x: area.x + offset.x, y: area.y + offset.y };
  switch (kind) {
    case 'click':
    case 'long_click':
      await device.input.tap(at.x, at.y);
      return null;
    case 'double_click':
      await device.input.tap(at.x, at.y);
      await device.input.tap(at.x, at.y);
      return null;
    case 'drag': {
      const end = body['end'] as Point;
      await device.input.swipe(at.x, at.y, end.x, end.y);
      return null;
    }
    case 'swipe':
    case 'scroll':
    case 'fling': {
      const percent = Number(body['percent'] ?? 0.5);
      const direction = String(body['direction']).toLowerCase();
      // A swipe up moves the finger up; a scroll down moves it up as well.
      const sign = kind === 'swipe' ? 1 : -1;
      const [dx, dy] =
        ({ up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] } as const)[direction as 'up'] ?? [];
      if (dx === undefined || dy === undefined)
        throw invalidArgument('direction is one of up, down, left, right');
      const middle = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
      const half = { x: (sign * dx * area.width * percent) / 2, y: (sign * dy * area.height * percent) / 2 };
      await device.input.swipe(middle.x - half.x, middle.y - half.y, middle.x + half.x, middle.y + half.y);
      return kind === 'swipe' ? null : false;
    }
    case 'pinch_open':
    case 'pinch_close':
      return null;
    default:
      throw invalidArgument(`There is no gesture '${kind}'`);
  }
}

async function areaOf(request: Request): Promise<{ x: number; y: number; width: number; height: number }> {
  const { body, device } = request;
  const id = Elements.idOf(body['origin']);
  if (id !== undefined) return boundsOf((await elementOf(request, id)).node);
  const area = body['area'] as { left: number; top: number; width: number; height: number } | undefined;
  if (area !== undefined) return { x: area.left, y: area.top, width: area.width, height: area.height };
  return body['offset'] === undefined ? device.screen() : { x: 0, y: 0, width: 0, height: 0 };
}

interface Action {
  readonly type: string;
  readonly x?: number;
  readonly y?: number;
  readonly origin?: unknown;
  readonly value?: string;
}

/** W3C actions: a touch that is put down, moved and lifted, and keys. */
export async function pointerActions(request: Request): Promise<void> {
  const { device, body } = request;
  const sources = (body['actions'] ?? []) as { type: string; actions?: Action[] }[];
  for (const { type, actions = [] } of sources) {
    let at: Point = { x: 0, y: 0 };
    let down: Point | undefined;
    let path: Point[] = [];
    let typed = '';
    for (const action of actions) {
      if (action.type === 'pointerMove') {
        at = await target(request, action, at);
        path.push(at);
      } else if (action.type === 'pointerDown') {
        down = at;
        path = [at];
      } else if (action.type === 'pointerUp' && down !== undefined) {
        if (!(await drawPattern(device, path))) await device.input.swipe(down.x, down.y, at.x, at.y);
        down = undefined;
      } else if (action.type === 'keyDown') typed += action.value ?? '';
    }
    if (type === 'key' && typed !== '') await typeKeys(request, typed);
  }
}

/** A pattern drawn over the dots of a lock: they are numbered from 1 to 9, row by row. Gives whether there is one. */
async function drawPattern(device: Device, path: readonly Point[]): Promise<boolean> {
  const window = device.windows.focused()?.window;
  if (window === undefined || path.length < 2) return false;
  const lock = [...walk(await window.tree())].find(({ resourceId = '' }) =>
    /:id\/lockPattern(View)?$/.test(resourceId),
  );
  if (lock?.typeIn === undefined) return false;
  const { x, y, width, height } = boundsOf(lock);
  let dots = '';
  for (const point of path) {
    const column = Math.floor(((point.x - x) / width) * 3);
    const row = Math.floor(((point.y - y) / height) * 3);
    if (column < 0 || column > 2 || row < 0 || row > 2) continue;
    const dot = String(row * 3 + column + 1);
    if (!dots.includes(dot)) dots += dot;
  }
  await lock.typeIn(dots, { replace: true });
  return true;
}

async function typeKeys({ device }: Request, typed: string): Promise<void> {
  for (const character of typed) {
    if (character === '\ue006' || character === '\ue007' || character === '\n') await device.input.key(66);
    else if (character === '\ue003') await device.input.key(67);
    else if (character < '\ue000' || character > '\uf8ff') await device.input.text(character);
  }
}

async function target(request: Request, { x = 0, y = 0, origin }: Action, before: Point): Promise<Point> {
  if (origin === 'pointer') return { x: before.x + x, y: before.y + y };
  const id = Elements.idOf(origin);
  if (id === undefined) return { x, y };
  const { x: left, y: top, width, height } = boundsOf((await elementOf(request, id)).node);
  return { x: left + width / 2 + x, y: top + height / 2 + y };
}
