import { writeFileSync } from 'node:fs';
import { boundsOf } from '../../system/windows.js';
import type { UiNode } from '../../system/ui.js';
import type { Program } from '../shell.js';

/** `uiautomator dump [FILE]`. Ends without a dump while an instrumentation has accessibility for itself. */
export const uiautomator: Program = async ({ device, args, print, complain, user, cwd }) => {
  if (args[0] !== 'dump') {
    complain('Usage: uiautomator <subcommand> [options]');
    return 1;
  }
  if (device.instrumentation.isRunning) {
    complain('ERROR: could not get idle state.');
    return 137;
  }
  const window = device.lock.screenOn ? device.windows.focused()?.window : undefined;
  if (window === undefined) {
    complain('ERROR: null root node returned by UiTestAutomationBridge.');
    return 0;
  }
  const xml = `<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation="${device.store.state.rotation}">${node(await window.tree(), 0, window.packageName)}</hierarchy>`;
  const file = args.slice(1).find((arg) => !arg.startsWith('-')) ?? '/sdcard/window_dump.xml';
  writeFileSync(device.files.writable(device.files.normal(file, cwd), user), xml);
  print(`UI hierchary dumped to: ${file}`);
  return 0;
};

function node(one: UiNode, index: number, inherited: string): string {
  if (one.displayed === false) return '';
  const packageName = one.packageName ?? inherited;
  const { x, y, width, height } = boundsOf(one);
  const attributes: Record<string, string> = {
    index: String(index),
    text: one.text ?? '',
    'resource-id': one.resourceId ?? '',
    class: one.type,
    package: packageName,
    'content-desc': one.description ?? '',
    checkable: String(one.checkable ?? false),
    checked: String(one.checked ?? false),
    clickable: String(one.clickable ?? false),
    enabled: String(one.enabled ?? true),
    focusable: String(one.focusable ?? false),
    focused: String(one.focused ?? false),
    scrollable: String(one.scrollable ?? false),
    'long-clickable': 'false',
    password: String(one.password ?? false),
    selected: String(one.selected ?? false),
    bounds: `[${x},${y}][${x + width},${y + height}]`,
  };
  const text = Object.entries(attributes)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ');
  const children = (one.children ?? []).map((child, at) => node(child, at, packageName)).join('');
  return children === '' ? `<node ${text} />` : `<node ${text}>${children}</node>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
