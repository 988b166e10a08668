import { WebDriverError } from './errors.js';
import { look, type Request } from './routes.js';
import type { UiNode } from '../system/ui.js';

/** The dialog on top, by the ids that the framework gives its buttons: texts, and buttons by number. */
async function dialog(request: Request): Promise<{ texts: string[]; buttons: ReadonlyMap<number, UiNode> }> {
  const { all } = await look(request);
  const buttons = new Map<number, UiNode>();
  for (const { node } of all) {
    const match = /^android:id\/(?:button(\d)|aerr_(close|restart|wait))$/.exec(node.resourceId ?? '');
    if (match !== null) buttons.set(Number(match[1] ?? (match[2] === 'close' ? 1 : 2)), node);
  }
  if (buttons.size === 0) {
    throw new WebDriverError(
      404,
      'no such alert',
      'An attempt was made to operate on a modal dialog when one was not open',
    );
  }
  const texts = all
    .filter(({ node }) => /(alertTitle|android:id\/message)$/.test(node.resourceId ?? ''))
    .map(({ node }) => node.text ?? '')
    .filter((text) => text !== '');
  return { texts, buttons };
}

export async function alertText(request: Request): Promise<string> {
  return (await dialog(request)).texts.join('\n');
}

/** Presses the button that is named, else the positive one. */
export async function acceptAlert(request: Request): Promise<void> {
  const { buttons } = await dialog(request);
  await (named(request, buttons) ?? buttons.get(1) ?? [...buttons.values()].at(-1))?.click?.();
}

/** Presses the button that is named, else the negative one, else the only one. */
export async function dismissAlert(request: Request): Promise<void> {
  const { buttons } = await dialog(request);
  await (named(request, buttons) ?? buttons.get(2) ?? buttons.get(1))?.click?.();
}

function named({ body }: Request, buttons: ReadonlyMap<number, UiNode>): UiNode | undefined {
  const label = body['buttonLabel'];
  if (typeof label !== 'string') return undefined;
  const found = [...buttons.values()].find(({ text }) => text === label);
  if (found === undefined)
    throw new WebDriverError(
      400,
      'invalid element state',
      `The button with label '${label}' cannot be found`,
    );
  return found;
}
