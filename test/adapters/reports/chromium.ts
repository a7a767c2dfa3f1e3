import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
];

type Message = { id?: number; method?: string; params?: Record<string, unknown>; result?: unknown; error?: unknown };

/** One tab of a headless Chromium, driven over its DevTools protocol: just what these tests need. */
export class Browser {
  readonly #process: ChildProcess;
  readonly #socket: WebSocket;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #listeners = new Set<(message: Message) => void>();
  #lastId = 0;
  /** What the page complained of: exceptions, policy violations, failed loads. */
  readonly complaints: string[] = [];
  /** Every address that was asked for, beside the page's own file. */
  readonly requests: string[] = [];

  private constructor(child: ChildProcess, socket: WebSocket, folder: string) {
    this.#process = child;
    this.#socket = socket;
    this.#folder = folder;
    socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(String(data))));
  }

  static async start(path: string): Promise<Browser> {
    const folder = await mkdtemp(join(tmpdir(), 'samaritan-chromium-'));
    const child = spawn(path, [...SWITCHES, `--user-data-dir=${join(folder, 'profile')}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const port = await debuggingPort(child);
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
      type: string;
      webSocketDebuggerUrl: string;
    }[];
    const target = targets.find(({ type }) => type === 'page');
    if (!target) throw new Error('Chromium shows no page');
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    const browser = new Browser(child, socket, folder);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await browser.send(`${domain}.enable`);
    return browser;
  }

  async send(method: string, params: Record<string, unknown> = {}): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  /** Opens a page from disk, as a technician would, and waits until it has loaded. */
  async open(html: string, hash = ''): Promise<void> {
    const file = join(this.#folder, `page-${this.#lastId}.html`);
    await writeFile(file, html);
    this.complaints.length = 0;
    this.requests.length = 0;
    const loaded = this.#once('Page.loadEventFired');
    await this.send('Page.navigate', { url: pathToFileURL(file).href + hash });
    await loaded;
  }

  /** The value of an expression in the page; promises are awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = (await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
      userGesture: true,
    })) as {
      result: { value: T };
      exceptionDetails?: { exception?: { description?: string } };
    };
    if (answer.exceptionDetails)
      throw new Error(answer.exceptionDetails.exception?.description ?? 'exception in the page');
    return answer.result.value;
  }

  /** The CPU time that this takes the page's own thread, in milliseconds: what else the machine does hardly counts. */
  async cpuTimeOf(work: () => Promise<unknown>): Promise<number> {
    await this.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async (): Promise<number> => {
      const { metrics } = (await this.send('Performance.getMetrics')) as { metrics: { name: string; value: number }[] };
      return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    };
    const before = await spent();
    await work();
    const ms = (await spent()) - before;
    if (!(ms > 0)) throw new Error(`Chromium measured ${ms} ms`);
    return ms;
  }

  async resize(width: number, height = 800): Promise<void> {
    const mobile = width < 500;
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
  }

  async prefer(scheme: 'light' | 'dark'): Promise<void> {
    await this.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  }

  async withScripts(enabled: boolean): Promise<void> {
    await this.send('Emulation.setScriptExecutionDisabled', { value: !enabled });
  }

  /** Types a key as the keyboard would. */
  async press(key: string, code: string, keyCode: number, text?: string): Promise<void> {
    const common = { key, code, windowsVirtualKeyCode: keyCode };
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', ...common, ...(text === undefined ? {} : { text }) });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common });
  }

  async screenshot(wholePage = true): Promise<Buffer> {
    const { data } = (await this.send('Page.captureScreenshot', { captureBeyondViewport: wholePage })) as {
      data: string;
    };
    return Buffer.from(data, 'base64');
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await Promise.race([this.send('Browser.close').catch(() => undefined), ended]);
    await ended;
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  #once(method: string): Promise<void> {
    return new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (message.method !== method) return;
        this.#listeners.delete(listener);
        resolve();
      };
      this.#listeners.add(listener);
    });
  }

  #receive(message: Message): void {
    if (message.id !== undefined) {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      return;
    }
    const { params } = message;
    if (message.method === 'Log.entryAdded' || message.method === 'Runtime.exceptionThrown') {
      this.complaints.push(JSON.stringify(params));
    }
    if (message.method === 'Network.requestWillBeSent') {
      const { url } = (params as { request: { url: string } }).request;
      if (!url.startsWith('file:') && url !== 'about:blank') this.requests.push(url);
    }
    for (const listener of this.#listeners) listener(message);
  }
}

function debuggingPort(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Chromium ended at once: ${output.slice(-500)}`)));
    child.stderr?.on('data', (chunk) => {
      output += chunk;
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(output)?.[1];
      if (port) resolve(port);
    });
  });
}
