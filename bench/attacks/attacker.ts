import { connect } from 'node:net';

/** Whether it held, and what came of it. */
export type Outcome = [held: boolean, seen: string];

export interface Answer {
  status: number;
  text: string;
  headers: Headers;
}

/** Attacks on one running process, and what came of each. */
export class Attacker {
  attacks = 0;
  held = 0;
  skipped = 0;
  readonly origin: string;
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
    this.origin = `http://127.0.0.1:${port}`;
  }

  async attack(name: string, run: () => Promise<Outcome>): Promise<void> {
    const [held, seen] = await run().catch((error: Error): Outcome => [false, `threw ${error.message}`]);
    if (held) this.held += 1;
    this.#tell(`${held ? 'held' : 'OPEN'} | ${name} | ${seen.replaceAll(/\s+/g, ' ').slice(0, 120)}`);
  }

  /** For what this machine lacks: it is neither held nor open. */
  skip(name: string, why: string): void {
    this.skipped += 1;
    this.#tell(`skipped | ${name} | ${why}`);
  }

  #tell(row: string): void {
    this.attacks += 1;
    process.stdout.write(`${row}\n`);
  }

  /** Sends bytes as they are, and gives what came back, or what became of the connection. */
  raw(bytes: string | Buffer, { port = this.#port, wait = 1500 } = {}): Promise<string> {
    return new Promise((resolve) => {
      let out = '';
      const socket = connect(port, '127.0.0.1');
      socket.on('data', (chunk) => {
        out += chunk;
      });
      socket.on('error', () => resolve(out || 'reset'));
      socket.on('close', () => resolve(out || 'closed'));
      socket.write(bytes);
      setTimeout(() => {
        socket.destroy();
        resolve(out || 'silent');
      }, wait);
    });
  }

  async get(path: string, init: RequestInit = {}, base = this.origin): Promise<Answer> {
    const answer = await fetch(base + path, { redirect: 'manual', ...init });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  }

  /** What has to be refused, without a word of how it is made. */
  refused(name: string, path: string, init: RequestInit = {}, ok = REFUSALS, base = this.origin): Promise<void> {
    return this.attack(name, async () => {
      const { status, text } = await this.get(path, init, base);
      return [ok.includes(status) && isQuiet(text), `${status} ${text.slice(0, 80)}`];
    });
  }
}

const REFUSALS = [400, 401, 403, 404, 405, 413, 415];

export const isQuiet = (text: string): boolean => !/stack|node_modules|at \w+ \(|samaritan\.db|Error:/.test(text);
export const firstLine = (out: string): string => out.split('\r\n', 1).join();
export const statusOf = (out: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(out)?.[1] ?? 0);
