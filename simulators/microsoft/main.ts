import { parseCommandLine, type SandboxCommand, USAGE, UsageError } from './command-line.ts';
import { createSandbox, type Sandbox, scenarioNames } from './sandbox.ts';
import type { StartedVault } from './vault/start-vault.ts';

try {
  await run(parseCommandLine(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write('`npm run sandbox -- --help` shows what there is.\n');
  process.exitCode = 2;
}

async function run(command: SandboxCommand): Promise<void> {
  if (command.action === 'help') return write(USAGE);
  if (command.action === 'list') return write(scenarioList());
  const sandbox = await start(command);
  const vault = await openVault(command, sandbox);
  write(instructions(sandbox, vault));
  const stop = (): void => {
    Promise.all([sandbox.close(), vault?.close()]).then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function start(command: SandboxCommand): Promise<Sandbox> {
  const sandbox = await createSandbox(command.options);
  try {
    sandbox.spread(command.scenarios);
    if (command.partner !== undefined) sandbox.setPartner(command.partner);
    if (command.signIn !== undefined) sandbox.setSignIn(command.signIn);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
  return sandbox;
}

/** Loaded only where it is wanted: what makes certificates is there for development alone. */
async function openVault({ vault }: SandboxCommand, sandbox: Sandbox): Promise<StartedVault | undefined> {
  if (vault === undefined) return undefined;
  const { startVault } = await import('./vault/start-vault.ts');
  const started = await startVault(sandbox.environment(), vault);
  sandbox.site.vault = started;
  return started;
}

/** What a vault has is not in the environment. */
function environmentOf(sandbox: Sandbox, vault: StartedVault | undefined): [name: string, value: string][] {
  const all = Object.entries(sandbox.environment());
  if (!vault) return all;
  const own = { ...vault.environment(), SAMARITAN_CIPP_SITE: sandbox.site.resourceId };
  return [...all.filter(([name]) => !name.startsWith('SAM_')), ...Object.entries(own)];
}

function instructions(sandbox: Sandbox, vault: StartedVault | undefined): string {
  const tenants = sandbox.tenants();
  const ill = tenants.filter((tenant) => tenant.scenario !== 'fine').length;
  const exports = environmentOf(sandbox, vault).map(([name, value]) => `export ${name}='${value}'`);
  return [
    `# A simulated Microsoft cloud with ${tenants.length} tenants, ${ill} of them with a scenario, listens on ${sandbox.origin}.`,
    ...(vault ? [`# A key vault that has the connection’s secrets listens on ${vault.origin}.`] : []),
    '# Paste these lines into another terminal:',
    '',
    ...exports,
    '',
    '# Then try: npm run samaritan -- testtokens',
    `# Change it while it runs: curl ${sandbox.origin}/sandbox/scenarios   (Ctrl-C stops it)`,
    '',
  ].join('\n');
}

function scenarioList(): string {
  const { partner, tenant } = scenarioNames();
  const lines = (list: typeof partner): string[] =>
    list.map((one) => `  ${one.name.padEnd(30)} ${(one.expectedCause ?? '-').padEnd(34)} ${one.summary}`);
  return ['Partner (--partner NAME)', ...lines(partner), '', 'Tenant (--scenario NAME=N)', ...lines(tenant), ''].join(
    '\n',
  );
}

function write(text: string): void {
  process.stdout.write(text);
}
