import type { Program } from '../shell.js';
import { keyCode } from '../../system/input.js';
import { delay } from '../../wait.js';

const sources = [
  'touchscreen',
  'keyboard',
  'touchpad',
  'dpad',
  'mouse',
  'stylus',
  'trackball',
  'joystick',
  'gamepad',
];

/** `input [source] text|keyevent|tap|swipe|draganddrop|motionevent|press`. */
export const input: Program = async ({ device, args, complain, signal }) => {
  let rest = [...args];
  if (sources.includes(rest[0] ?? '')) rest = rest.slice(1);
  if (rest[0] === '-d') rest = rest.slice(2);
  const [verb = '', ...values] = rest;
  const wrong = (): number => {
    complain(`Error: Invalid arguments for command: ${verb}`);
    return 255;
  };
  switch (verb) {
    case 'text':
      if (values[0] === undefined) return wrong();
      // A blank cannot be typed as such: %s stands for it.
      await device.input.text(values[0].replaceAll('%s', ' '));
      return 0;
    case 'keyevent': {
      const names = values.filter((value) => !value.startsWith('--'));
      if (names.length === 0) return wrong();
      for (const name of names) {
        const code = keyCode(name);
        if (code !== undefined) await device.input.key(code);
      }
      return 0;
    }
    case 'tap': {
      const [x, y] = values.map(Number);
      if (x === undefined || y === undefined || Number.isNaN(x + y)) return wrong();
      await device.input.tap(x, y);
      return 0;
    }
    case 'swipe':
    case 'draganddrop': {
      const [x1, y1, x2, y2, ms = 300] = values.map(Number);
      if ([x1, y1, x2, y2].some((value) => value === undefined || Number.isNaN(value))) return wrong();
      await delay(Math.min(ms, 5000), signal);
      await device.input.swipe(x1!, y1!, x2!, y2!);
      return 0;
    }
    case 'press':
    case 'roll':
    case 'motionevent':
    case 'keycombination':
      return 0;
    default:
      complain(
        verb === ''
          ? 'Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]'
          : `Error: Unknown command: ${verb}`,
      );
      return 255;
  }
};
