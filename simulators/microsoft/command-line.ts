import { parseArgs } from 'node:util';
import type { SandboxOptions } from './sandbox.ts';
import { VAULT_SCENARIOS, type VaultScenario } from './vault/vault.ts';

/** What the command line asks for. */
export interface SandboxCommand {
  readonly action: 'run' | 'list' | 'help';
  readonly options: SandboxOptions;
  /** Scenario names, one for each healthy tenant that gets it. */
  readonly scenarios: readonly string[];
  readonly partner: string | undefined;
  readonly signIn: string | undefined;
  /** How a key vault beside it treats whoever asks; undefined for none. */
  readonly vault: VaultScenario | undefined;
}

/** A command line that cannot be followed; the message is one sentence for whoever typed it. */
export class UsageError extends Error {}

const FLAGS = {
  tenants: { type: 'string' },
  latency: { type: 'string' },
  budget: { type: 'string' },
  mix: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  seed: { type: 'string' },
  'page-size': { type: 'string' },
  gdap: { type: 'string' },
  scenario: { type: 'string', multiple: true },
  partner: { type: 'string' },
  'sign-in': { type: 'string' },
  vault: { type: 'string' },
  list: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Shown by --help. */
export const USAGE = `A simulated Microsoft cloud on one loopback port.

  npm run sandbox -- [options]

  --tenants N           customers of the partner (default 40)
  --latency MS          delay before each answer (default 0)
  --budget N            requests a second over all services, beyond it 429 (default: no limit)
  --mix NAME            healthy, demo or everything (default demo)
  --scenario NAME[=N]   gives a scenario to N healthy tenants (default 1); repeatable
  --partner NAME        gives the partner a scenario
  --sign-in NAME        how sign-ins go (default approve)
  --vault NAME          a key vault with the connection on an HTTPS port, and how it answers: fine, no-role, firewall …
  --gdap NAME           same, extra or denied: what delegatedAdminCustomers answers (default same)
  --page-size N         most customers on a page (default 999)
  --port N              default: any that is free
  --host ADDRESS        a loopback address (default 127.0.0.1)
  --seed N              other names, ids and credentials (default 1)
  --list                shows all scenarios
`;

/** Reads the arguments after the program's name; throws a UsageError that names the faulty value. */
export function parseCommandLine(args: readonly string[]): SandboxCommand {
  const values = readFlags(args);
  const options: SandboxOptions = { mix: readChoice('mix', values.mix ?? 'demo', ['healthy', 'demo', 'everything']) };
  if (values.tenants !== undefined) options.tenants = readNumber('tenants', values.tenants, 0, 100_000);
  if (values.latency !== undefined) options.latencyMs = readNumber('latency', values.latency, 0, 60_000);
  if (values.budget !== undefined) options.requestsPerSecond = readNumber('budget', values.budget, 1, 1_000_000);
  if (values.port !== undefined) options.port = readNumber('port', values.port, 0, 65_535);
  if (values.seed !== undefined) options.seed = readNumber('seed', values.seed, 0, 4_294_967_295);
  if (values['page-size'] !== undefined) options.pageSize = readNumber('page-size', values['page-size'], 1, 999);
  if (values.host !== undefined) options.host = values.host;
  if (values.gdap !== undefined) options.gdapCustomers = readChoice('gdap', values.gdap, ['same', 'extra', 'denied']);
  return {
    action: values.help === true ? 'help' : values.list === true ? 'list' : 'run',
    options,
    scenarios: (values.scenario ?? []).flatMap(readScenario),
    partner: values.partner,
    signIn: values['sign-in'],
    vault: values.vault === undefined ? undefined : readChoice('vault', values.vault, VAULT_SCENARIOS),
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(/[.\n](?:\s|$)/);
    throw new UsageError(`${sentence}.`);
  }
}

function readNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${flag} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function readChoice<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${flag} must be one of ${choices.join(', ')}, not "${text}".`);
}

function readScenario(text: string): string[] {
  const match = /^([a-z0-9-]+)(?:=(\d{1,6}))?$/.exec(text);
  if (match?.[1] === undefined)
    throw new UsageError(`--scenario must look like ca-block or ca-block=3, not "${text}".`);
  return Array.from({ length: Number(match[2] ?? 1) }, () => match[1] ?? '');
}
