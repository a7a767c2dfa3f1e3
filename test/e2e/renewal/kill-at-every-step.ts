import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { createSandbox, type Sandbox } from '../../../simulators/microsoft/sandbox.ts';
import { type Finished, finished, startSamaritan } from '../../processes/run-samaritan.ts';

// Kills each command that changes credentials with SIGKILL before each of its steps (test/processes/die-before.ts), each time
// in a world of its own, and holds what is left against what it has to be: credentials that work, a word on what was under
// way, and the same command once more to its end.
const { values } = parseArgs({ options: { flow: { type: 'string' }, every: { type: 'string', default: '1' } } });

interface Flow {
  before: readonly (readonly string[])[];
  args: readonly string[];
  /** What has to work after any kill, and once it is done. */
  keeps: string;
  makes: string;
}

const RENEW = ['connections', 'renew', '--device', '--json'];
const FLOWS: Readonly<Record<string, Flow>> = {
  import: { before: [['doctor']], args: ['connections', 'import', 'acme'], keeps: 'default', makes: 'acme' },
  renew: { before: [['doctor']], args: RENEW, keeps: 'default', makes: 'default' },
  restore: { before: [RENEW], args: ['connections', 'restore'], keeps: 'default', makes: 'default' },
  'rotate-secret': {
    before: [['doctor']],
    args: ['connections', 'rotate-secret', '--yes'],
    keeps: 'default',
    makes: 'default',
  },
  'keys rotate': { before: [RENEW], args: ['keys', 'rotate'], keeps: 'default', makes: 'default' },
  setup: {
    before: [['doctor']],
    args: ['setup', 'harbourlight-it.example', '--yes', '--device', '--json'],
    keeps: 'default',
    makes: 'partner',
  },
};
const DYING = fileURLToPath(new URL('../../processes/die-before.ts', import.meta.url));

interface World {
  sandbox: Sandbox;
  folder: string;
  run(args: readonly string[], more?: Record<string, string>): Promise<Finished>;
  close(): Promise<void>;
}

async function createWorld(flow: Flow): Promise<World> {
  const sandbox = await createSandbox({ tenants: 1, pollIntervalS: 0 });
  const folder = mkdtempSync(join(tmpdir(), 'credential-kills-'));
  const env = {
    ...sandbox.environment(),
    SAMARITAN_DATABASE: join(folder, 'kept.db'),
    SAMARITAN_MASTER_KEY_FILE: join(folder, 'master.key'),
    NO_COLOR: '1',
  };
  const run: World['run'] = (args, more) => {
    const nodeArgs = more ? ['--import', DYING] : [];
    let opened = '';
    const program = startSamaritan(args, {
      ...{ nodeArgs, env: { ...env, ...more }, cwd: folder },
      // Somebody's browser, which follows the page back to the program, as long as that is there.
      onOutput: (text) => {
        const [, url] = /"event":"open","url":"([^"]+)"/.exec(text) ?? [];
        if (url === undefined || url === opened) return;
        opened = url;
        fetch(url).catch(() => {});
      },
    });
    return finished(program);
  };
  for (const args of flow.before) await run(args);
  return {
    sandbox,
    folder,
    run,
    close: async () => {
      await sandbox.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function stepsOf(flow: Flow): Promise<string[]> {
  const world = await createWorld(flow);
  const file = join(world.folder, 'steps');
  const { exitCode, stderr } = await world.run(flow.args, { STEPS_FILE: file });
  if (exitCode !== 0) throw new Error(`${flow.args.join(' ')} ends with ${exitCode}: ${stderr}`);
  const steps = readFileSync(file, 'utf8').trim().split('\n');
  await world.close();
  return steps;
}

/** What is not as it has to be after a kill there; undefined where the process did not come that way this time. */
async function faultsAfter(flow: Flow, step: string): Promise<string[] | undefined> {
  const world = await createWorld(flow);
  try {
    if ((await world.run(flow.args, { DIE_BEFORE: step })).exitCode !== null) return undefined;
    const faults: string[] = [];
    const database = new Database(join(world.folder, 'kept.db'), { readonly: true });
    const isUnderWay = database.prepare('select 1 from renewals').get() !== undefined;
    database.close();
    const works = async (name: string, when: string) => {
      const { exitCode, stdout } = await world.run(['connections', 'test', name]);
      if (exitCode !== 0) faults.push(`${name} does not work ${when}: ${stdout}`);
    };
    await works(flow.keeps, 'after the kill');
    const listed = await world.run(['connections', 'list']);
    if (/was\s+cut\s+off/.test(listed.stdout) !== isUnderWay) faults.push(`the list is wrong: ${listed.stdout}`);
    const again = await world.run(flow.args);
    const isDone = again.exitCode === 0 || /There is a connection/.test(again.stdout + again.stderr);
    if (!isDone) faults.push(`again it ends with ${again.exitCode}: ${again.stdout}${again.stderr}`);
    await works(flow.makes, 'once it is done');
    if (/was\s+cut\s+off/.test((await world.run(['connections', 'list'])).stdout)) faults.push('it is still told of');
    return faults;
  } finally {
    await world.close();
  }
}

for (const [name, flow] of Object.entries(FLOWS)) {
  if (values.flow !== undefined && values.flow !== name) continue;
  const steps = (await stepsOf(flow)).filter((_, index) => index % Number(values.every) === 0);
  let killed = 0;
  for (const step of steps) {
    const faults = await faultsAfter(flow, step);
    if (faults) killed += 1;
    if (faults?.length) process.exitCode = 1;
    process.stderr.write(`${name}, before ${step}: ${faults ? faults.join(' ') || 'fine' : 'not reached'}\n`);
  }
  process.stdout.write(`${name}: killed before ${killed} of ${steps.length} steps\n`);
}
