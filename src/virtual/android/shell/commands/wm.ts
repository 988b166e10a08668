import type { Program } from '../shell.js';

/** `wm size|density|dismiss-keyguard|user-rotation|…`. */
export const windowManager: Program = ({ device, args, print, complain }) => {
  const { display } = device.profile;
  switch (args[0]) {
    case 'size':
      if (args.length === 1) print(`Physical size: ${display.width}x${display.height}`);
      return 0;
    case 'density':
      if (args.length === 1) print(`Physical density: ${display.density}`);
      return 0;
    case 'dismiss-keyguard':
      device.lock.dismiss();
      return 0;
    case 'user-rotation':
    case 'set-user-rotation': {
      const wanted = args.at(-1)!;
      if (/^[0-3]$/.test(wanted)) device.rotate(Number(wanted) as 0 | 1 | 2 | 3);
      else if (args.length === 1) print(`free`);
      return 0;
    }
    case 'fixed-to-user-rotation':
    case 'set-fix-to-user-rotation':
    case 'scaling':
    case 'overscan':
    case 'folded-area':
      return 0;
    default:
      complain(args[0] === undefined ? 'Window manager (window) commands:' : `Unknown command: ${args[0]}`);
      return args[0] === undefined ? 0 : 255;
  }
};
