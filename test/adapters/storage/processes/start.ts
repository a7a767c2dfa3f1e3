import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A second process, of which the test sees the lines it prints and the way it ends. */
export class SecondProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<number | null>;
  #output = '';

  constructor(script: URL, args: readonly string[]) {
    this.#child = spawn(process.execPath, [fileURLToPath(script), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (data) => {
      this.#output += data;
    });
    this.#exited = once(this.#child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async saw(line: string): Promise<void> {
    while (!this.#output.includes(`${line}\n`)) {
      if (!this.#child.stdout) throw new Error('no output');
      const data = await Promise.race([once(this.#child.stdout, 'data'), this.#exited.then(() => undefined)]);
      if (data === undefined && !this.#output.includes(`${line}\n`)) throw new Error(`ended without: ${line}`);
    }
  }

  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** The exit code, null after a signal. */
  ended(): Promise<number | null> {
    return this.#exited;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
