import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import type { NativePlugin } from '../../native-api.js';
import type { Device } from '../device.js';
import type { PackageRecord } from '../packages/record.js';
import type { Process } from '../processes.js';
import { alertDialog, box, button, layOut, type UiNode } from '../system/ui.js';
import { layers } from '../system/windows.js';
import { delay } from '../wait.js';
import type { WebAssets } from './assets.js';
import { CapacitorBridge, capacitorPageScript, type CapacitorPlugin } from './capacitor.js';
import type { Params } from './cdp.js';
import { Chromium } from './chromium.js';
import { CordovaBridge, cordovaPageScript, type CordovaCall } from './cordova.js';
import { Devtools } from './devtools.js';
import { bridgeSecret, nativeHost } from './native-host.js';
import { pageNodesScript, uiNodes, type PageNode } from './page-nodes.js';
import type { Hosted } from './webviews.js';

/** An app that takes no input for so long is not responding. */
const notRespondingMs = 5000;

/** How long the screen waits for a page to say what it shows. */
const treeLimitMs = 3000;

/**
 * Which plugins of the app that was started last have no native half here: every call of them is refused as one of a plugin
 * that is not built in, which says nothing of what they do.
 */
const unmodelledProperty = 'debug.keystore_audit.unmodelled';

/** Of a property's value, in bytes. */
const longestProperty = 91;

const worldName = 'accessibility';

/** The web view of an app, for one start of it: a Chromium, the page from the APK, and the bridge to the native side. */
export class AppWebView implements Hosted {
  readonly packageName: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  /** Resolves when the page begins to load. Rejects when Chromium does not come up. */
  readonly started: Promise<void>;
  readonly #chromium: Chromium;
  readonly #scale: number;
  readonly #socket: string;
  readonly #bridge: { call(payload: string): void; event(name: 'pause' | 'resume'): void; reset(): void };
  readonly #natives: readonly NativePlugin[];
  readonly #binding: string;
  readonly #pageScript: string;
  readonly #devtools: Devtools | undefined;
  #session: string | undefined;
  #frame = '';
  #world: number | undefined;
  #isSeen = false;
  #hasEnded = false;
  #closeDialog: (() => void) | undefined;
  /** Told when a dialog of the page opens: what caused it waits for its answer. */
  readonly #dialogOpened = new Set<() => void>();

  constructor(
    private readonly device: Device,
    record: PackageRecord,
    private readonly process: Process,
    private readonly assets: WebAssets,
  ) {
    this.packageName = record.name;
    this.pid = process.pid;
    this.#scale = device.profile.display.density / 160;
    this.#socket = `localabstract:webview_devtools_remote_${process.pid}`;
    const profile = path.join(device.packages.dataDir(record.name), 'app_webview');
    mkdirSync(profile, { recursive: true });
    const { width, height } = this.#viewport();
    this.#chromium = new Chromium(device.webviews.program, profile, [
      `--window-size=${width},${height}`,
      'about:blank',
    ]);
    this.ended = this.#chromium.ended.then(() => this.#gone());
    this.#binding = `native${bridgeSecret(process).toString(36)}`;
    const host = nativeHost(device, record, process, assets.preferences);
    this.#natives = device.natives(host);
    const unmodelled = this.#natives.length === 0 ? assets.plugins.join(',') : '';
    device.properties.set(unmodelledProperty, unmodelled.slice(0, longestProperty));
    const plugins = new Map<string, CapacitorPlugin>(this.#natives.map((plugin) => [plugin.service, plugin]));
    const shared = {
      plugins,
      evaluate: (script: string) => void this.#evaluate(script).catch(() => undefined),
      log: (priority: 'V' | 'D' | 'E' | 'W', tag: string, message: string) =>
        this.#log(priority, tag, message),
    };
    if (assets.framework === 'cordova') {
      const secret = bridgeSecret(process);
      const bridge = new CordovaBridge({
        ...shared,
        declared: assets.services,
        exit: () => device.activities.finishTop(),
      });
      this.#pageScript = cordovaPageScript(this.#binding, secret);
      this.#bridge = {
        call: (payload) => void bridge.call(JSON.parse(payload) as CordovaCall),
        event: (name) => bridge.event(name),
        reset: () => bridge.reset(),
      };
    } else {
      const { nativeBridge, origin, logging } = assets;
      const isLogging = logging === 'production' || (logging === 'debug' && record.debuggable);
      const bridge = new CapacitorBridge({ ...shared, isLogging });
      this.#pageScript = capacitorPageScript(this.#binding, {
        nativeBridge,
        plugins,
        origin,
        debuggable: record.debuggable,
        isLogging,
      });
      this.#bridge = {
        call: (payload) => void bridge.call(payload),
        event: (name) => bridge.event(name),
        reset: () => undefined,
      };
    }
    this.#chromium.cdp.on('event', (method, params, sessionId) => this.#event(method, params, sessionId));
    if (record.debuggable) this.#devtools = this.#openDevtools();
    this.started = this.#start();
  }

  resumed(): void {
    this.#isSeen = true;
    for (const plugin of this.#natives) plugin.onResume?.();
    this.#bridge.event('resume');
  }

  paused(): void {
    this.#isSeen = false;
    for (const plugin of this.#natives) plugin.onPause?.();
    this.#bridge.event('pause');
  }

  /** Its process has ended. Killed at once, as by the kernel, unless what its page has stored is wanted on disk. */
  end({ gently }: { readonly gently: boolean }): void {
    this.#hasEnded = true;
    this.device.sockets.delete(this.#socket);
    this.#closeDialog?.();
    if (gently) this.#chromium.close();
    else this.#chromium.kill();
  }

  crash(stack: string): void {
    if (this.#hasEnded) return;
    this.#log(
      'E',
      'AndroidRuntime',
      `FATAL EXCEPTION: main\nProcess: ${this.packageName}, PID: ${this.pid}\n${stack}`,
      'crash',
    );
    this.device.processes.end(this.pid, 'crash');
    this.device.dialogs.crashed(this.packageName);
  }

  resize(): void {
    void this.#metrics().catch(() => undefined);
  }

  /** What accessibility sees: the web view and what is in it. */
  async tree(): Promise<UiNode> {
    const screen = this.device.screen();
    const seen = await Promise.race([
      this.#nodes().catch(() => undefined),
      delay(treeLimitMs).then(() => undefined),
    ]);
    const children = uiNodes(
      seen?.nodes ?? [],
      this.#scale,
      {
        click: (node) => this.#click(node),
        type: (node, text, replace) => this.#type(node, text, replace),
        submit: () => this.#key('Enter', 13, '\r'),
      },
      `web${this.pid}.${this.#world ?? 0}`,
    );
    for (const child of children) child.displayed = child.bounds!.width > 0 && child.bounds!.height > 0;
    const view: UiNode = {
      ...box('android.webkit.WebView', children),
      text: seen?.title ?? '',
      bounds: screen,
      focusable: true,
      scrollable: false,
      key: `web${this.pid}`,
    };
    const root = box(
      'FrameLayout',
      [box('LinearLayout', [box('FrameLayout', [view], { resourceId: 'android:id/content' })])],
      { packageName: this.packageName },
    );
    return layOut(root, screen);
  }

  async picture(): Promise<Buffer | undefined> {
    const shot = this.#send('Page.captureScreenshot', { format: 'png' }).catch(() => undefined);
    const answer = await Promise.race([shot, delay(10_000).then(() => undefined)]);
    return answer === undefined ? undefined : Buffer.from(String(answer['data']), 'base64');
  }

  async touch(x: number, y: number): Promise<void> {
    const at = { x: x / this.#scale, y: y / this.#scale, button: 'left', clickCount: 1 };
    await this.#input(async () => {
      await this.#send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed' });
      await this.#send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased' });
    });
  }

  async swipe(x1: number, y1: number, x2: number, y2: number): Promise<void> {
    await this.#input(() =>
      this.#send('Input.dispatchMouseEvent', {
        type: 'mouseWheel',
        x: x1 / this.#scale,
        y: y1 / this.#scale,
        deltaX: (x1 - x2) / this.#scale,
        deltaY: (y1 - y2) / this.#scale,
      }),
    );
  }

  async typeText(text: string): Promise<void> {
    await this.#input(() => this.#send('Input.insertText', { text }));
  }

  async pressKey(code: number): Promise<void> {
    const known: Record<number, readonly [string, number, string]> = {
      61: ['Tab', 9, ''],
      66: ['Enter', 13, '\r'],
      67: ['Backspace', 8, ''],
      160: ['Enter', 13, '\r'],
    };
    const key = known[code];
    if (key !== undefined) return this.#key(...key);
    const { characterOf } = await import('../system/input.js');
    const character = characterOf(code);
    if (character !== undefined) await this.typeText(character);
  }

  /** The back key in the page's history. Gives whether there was anything to go back to. */
  async back(): Promise<boolean> {
    const answer = await this.#send('Page.getNavigationHistory').catch(() => undefined);
    if (answer === undefined) return false;
    const { currentIndex, entries } = answer as unknown as {
      currentIndex: number;
      entries: { id: number; url: string }[];
    };
    const before = entries[currentIndex - 1];
    if (before === undefined || before.url === 'about:blank') return false;
    await this.#send('Page.navigateToHistoryEntry', { entryId: before.id }).catch(() => undefined);
    return true;
  }

  async #start(): Promise<void> {
    const { cdp } = this.#chromium;
    const stillborn = (): Error => new Error('Chromium did not start; run it by hand to see why.');
    const { targetInfos } = (await cdp.send('Target.getTargets').catch(() => {
      throw stillborn();
    })) as unknown as { targetInfos: { type: string; targetId: string }[] };
    const target = targetInfos.find(({ type }) => type === 'page');
    if (target === undefined) throw stillborn();
    const { sessionId } = await cdp.send('Target.attachToTarget', {
      targetId: target.targetId,
      flatten: true,
    });
    this.#session = String(sessionId);
    const [version] = await Promise.all([
      cdp.send('Browser.getVersion'),
      this.#send('Page.enable'),
      this.#send('Runtime.enable'),
      this.#send('Fetch.enable', { patterns: [{ urlPattern: `${this.assets.origin}/*` }] }),
      this.#send('Runtime.addBinding', { name: this.#binding }),
      this.#send('Page.addScriptToEvaluateOnNewDocument', { source: this.#pageScript }),
      this.#metrics(),
    ]);
    const product = String(version['product']).split('/')[1] ?? '';
    this.device.webviews.version = product;
    await this.#send('Emulation.setUserAgentOverride', { userAgent: this.#userAgent(product) });
    const port = await this.#chromium.port();
    if (port === undefined) throw stillborn();
    const { frameId } = await this.#send('Page.navigate', { url: this.assets.startUrl });
    this.#frame = String(frameId);
    if (this.#hasEnded) return;
    this.#devtools?.open(port);
    if (this.#isSeen) this.#bridge.event('resume');
  }

  /** The socket is there with the web view; who connects before Chromium has a port waits for it. */
  #openDevtools(): Devtools {
    const screen = this.device.screen();
    const devtools = new Devtools({
      packageName: this.packageName,
      description: () =>
        JSON.stringify({
          attached: true,
          empty: false,
          screenX: 0,
          screenY: 0,
          visible: this.#isSeen,
          width: screen.width,
          height: screen.height,
        }),
    });
    this.device.sockets.set(this.#socket, (connection: Duplex) => devtools.connect(connection));
    return devtools;
  }

  #viewport(): { width: number; height: number } {
    const { width, height } = this.device.screen();
    return { width: Math.round(width / this.#scale), height: Math.round(height / this.#scale) };
  }

  #metrics(): Promise<Params> {
    return this.#send('Emulation.setDeviceMetricsOverride', {
      ...this.#viewport(),
      deviceScaleFactor: this.#scale,
      mobile: false,
    });
  }

  #userAgent(product: string): string {
    const { properties } = this.device;
    const major = product.split('.')[0];
    const build = properties.get('ro.build.id');
    return (
      `Mozilla/5.0 (Linux; Android ${properties.get('ro.build.version.release')}; ${properties.get('ro.product.model')} ` +
      `Build/${build}; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/${major}.0.0.0 Mobile Safari/537.36`
    );
  }

  #send(method: string, params: Params = {}): Promise<Params> {
    return this.#chromium.cdp.send(method, params, this.#session);
  }

  #evaluate(expression: string): Promise<Params> {
    return this.#send('Runtime.evaluate', { expression });
  }

  #event(method: string, params: Params, sessionId: string | undefined): void {
    if (sessionId !== this.#session) return;
    switch (method) {
      case 'Fetch.requestPaused':
        return void this.#serve(params).catch(() => undefined);
      case 'Runtime.bindingCalled':
        if (params['name'] === this.#binding) this.#bridge.call(String(params['payload']));
        return;
      case 'Runtime.consoleAPICalled':
        return this.#console(params);
      case 'Runtime.exceptionThrown':
        return this.#thrown(params);
      case 'Runtime.executionContextsCleared':
        this.#world = undefined;
        return;
      case 'Page.frameNavigated':
        this.#world = undefined;
        return this.#bridge.reset();
      case 'Page.javascriptDialogOpening':
        return this.#dialog(params);
      case 'Page.javascriptDialogClosed':
        this.#closeDialog?.();
        return;
      case 'Inspector.targetCrashed':
        this.#log('F', 'libc', 'Fatal signal 5 (SIGTRAP) in the render process', 'crash');
        return this.crash('Render process crashed');
    }
  }

  async #serve(params: Params): Promise<void> {
    const { url } = params['request'] as { url: string };
    const requestId = params['requestId'];
    const file = await this.assets.read(new URL(url).pathname).catch(() => undefined);
    const headers = (more: Record<string, string>): { name: string; value: string }[] =>
      Object.entries({ 'Cache-Control': 'no-cache', ...more }).map(([name, value]) => ({ name, value }));
    await this.#send('Fetch.fulfillRequest', {
      requestId,
      responseCode: file === undefined ? 404 : 200,
      responseHeaders: headers({ 'Content-Type': file?.type ?? 'text/plain' }),
      body: (file?.body ?? Buffer.alloc(0)).toString('base64'),
    });
  }

  #console(params: Params): void {
    const args = params['args'] as { value?: unknown; description?: string; type: string }[];
    const text = args.map(({ value, description, type }) => String(value ?? description ?? type)).join(' ');
    const [top] =
      (params['stackTrace'] as { callFrames?: { url: string; lineNumber: number }[] })?.callFrames ?? [];
    this.#chromiumLog(text, top?.url ?? '', (top?.lineNumber ?? -1) + 1);
  }

  #thrown(params: Params): void {
    const { text, exception, url, lineNumber } = params['exceptionDetails'] as {
      text: string;
      exception?: { description?: string };
      url?: string;
      lineNumber: number;
    };
    this.#chromiumLog(
      `${text} ${exception?.description?.split('\n')[0] ?? ''}`.trim(),
      url ?? '',
      lineNumber + 1,
    );
  }

  #chromiumLog(text: string, url: string, line: number): void {
    this.#log('I', 'chromium', `[INFO:CONSOLE(${line})] "${text}", source: ${url} (${line})`);
  }

  /** alert, confirm and prompt are dialogs of the framework. */
  #dialog(params: Params): void {
    const type = String(params['type']);
    const message = String(params['message']);
    const field = { value: String(params['defaultPrompt'] ?? '') };
    const answer = (accept: boolean): void => {
      void this.#send('Page.handleJavaScriptDialog', { accept, promptText: field.value }).catch(
        () => undefined,
      );
    };
    if (type === 'beforeunload') return answer(true);
    for (const told of this.#dialogOpened) told();
    const screen = this.device.screen();
    const area = {
      x: 60,
      y: Math.floor(screen.height / 3),
      width: screen.width - 120,
      height: Math.floor(screen.height / 3),
    };
    const input: UiNode = {
      type: 'android.widget.EditText',
      resourceId: 'android:id/edit',
      text: field.value,
      clickable: true,
      focusable: true,
      focused: true,
      typeIn: (text, { replace }) => {
        field.value = (replace ? '' : field.value) + text;
      },
    };
    const close = this.device.windows.add({
      title: `${this.packageName}/dialog`,
      packageName: this.packageName,
      layer: layers.dialog,
      type: 'APPLICATION',
      tree: () => {
        const root = alertDialog(this.packageName, {
          title: `The page at "${this.assets.origin}" says:`,
          message,
          buttons: [
            ...(type === 'prompt' ? [{ ...input, text: field.value }] : []),
            ...(type === 'alert' ? [] : [button('android:id/button2', 'Cancel', () => answer(false))]),
            button('android:id/button1', 'OK', () => answer(true)),
          ],
        });
        return layOut(root, area);
      },
      back: () => answer(false),
    });
    this.#closeDialog = () => {
      this.#closeDialog = undefined;
      close();
    };
  }

  async #nodes(): Promise<{ title: string; nodes: readonly PageNode[] }> {
    if (this.#session === undefined) return { title: '', nodes: [] };
    this.#world ??= await this.#makeWorld();
    const answer = await this.#send('Runtime.evaluate', {
      expression: pageNodesScript,
      contextId: this.#world,
      returnByValue: true,
    });
    const { value } = answer['result'] as { value?: { title: string; nodes: readonly PageNode[] } };
    return value ?? { title: '', nodes: [] };
  }

  async #makeWorld(): Promise<number> {
    const { frameTree } = (await this.#send('Page.getFrameTree')) as unknown as {
      frameTree: { frame: { id: string } };
    };
    this.#frame = frameTree.frame.id;
    const answer = await this.#send('Page.createIsolatedWorld', { frameId: this.#frame, worldName });
    return Number(answer['executionContextId']);
  }

  #inWorld(expression: string): Promise<Params> {
    return this.#send('Runtime.evaluate', { expression, contextId: this.#world });
  }

  async #click(node: PageNode): Promise<void> {
    await this.#inWorld(
      `__refs.byNumber.get(${node.ref})?.deref()?.scrollIntoView({ block: 'nearest' })`,
    ).catch(() => undefined);
    const { nodes } = await this.#nodes();
    const [x, y, width, height] = (nodes.find(({ ref }) => ref === node.ref) ?? node).rect;
    await this.touch((x + width / 2) * this.#scale, (y + height / 2) * this.#scale);
  }

  async #type(node: PageNode, text: string, replace: boolean): Promise<void> {
    const element = `__refs.byNumber.get(${node.ref})?.deref()`;
    await this.#input(async () => {
      await this.#inWorld(`${element}?.focus(); ${replace ? `${element}?.select?.()` : ''}`);
      if (replace && text === '') await this.#key('Backspace', 8, '');
      else await this.#send('Input.insertText', { text });
    });
  }

  async #key(key: string, code: number, text: string): Promise<void> {
    await this.#input(async () => {
      const common = { key, code: key, windowsVirtualKeyCode: code };
      await this.#send('Input.dispatchKeyEvent', {
        ...common,
        type: 'keyDown',
        ...(text === '' ? {} : { text }),
      });
      await this.#send('Input.dispatchKeyEvent', { ...common, type: 'keyUp' });
    });
  }

  /** Input that the page does not take within five seconds has the system say that the app is not responding. */
  async #input(act: () => Promise<unknown>): Promise<void> {
    const dialog = new Promise<boolean>((resolve) => this.#dialogOpened.add(() => resolve(true)));
    const acted = act().then(
      () => true,
      () => true,
    );
    const done = Promise.race([acted, dialog]);
    const controller = new AbortController();
    const late = delay(notRespondingMs, controller.signal).then(() => false);
    const inTime = await Promise.race([done, late]);
    controller.abort();
    this.#dialogOpened.clear();
    if (inTime || this.#hasEnded) return;
    const close = this.device.dialogs.notResponding(this.packageName, this.pid);
    void done.then(close);
  }

  /** Chromium ended: with its process, or by itself, which takes the process along. */
  #gone(): void {
    this.#devtools?.close();
    this.device.sockets.delete(this.#socket);
    if (!this.#hasEnded) this.crash('Chromium ended unexpectedly');
    this.#hasEnded = true;
  }

  #log(
    priority: 'V' | 'D' | 'I' | 'W' | 'E' | 'F',
    tag: string,
    message: string,
    buffer: 'main' | 'crash' = 'main',
  ): void {
    this.device.log.write(priority, tag, message, { pid: this.process.pid, buffer });
  }
}
