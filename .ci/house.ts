/**
 * The plan of the house, and the only place that has it. The rules of `rules.ts`, the picture in docs/architecture.md and
 * the test of the rooms' first files are made from it.
 */

/** A room of core. It may use every room before it and none after it; so may a folder inside it. */
export interface Room {
  name: string;
  /** What it is, in one sentence. */
  is: string;
  /** Its folders, low to high. Files that stand in the room itself are above all of them. */
  folders: readonly string[];
}

/** Core's rooms, low to high. */
export const ROOMS: readonly Room[] = [
  {
    name: 'model',
    is: 'The vocabulary: what there is, and what a single answer of Microsoft means.',
    folders: ['text', 'time', 'people', 'tenants', 'cloud', 'permissions', 'causes', 'checks'],
  },
  { name: 'cards', is: 'The language of neutral cards: blocks, actions, tones. No card of anything.', folders: [] },
  {
    name: 'guidance',
    is: 'What an error means and what to do: articles, and the explanation of a pasted text.',
    folders: ['articles', 'explain', 'walks'],
  },
  { name: 'credentials', is: 'Connections and their secrets: where they live, and how they are renewed.', folders: [] },
  {
    name: 'diagnosis',
    is: 'Finds out: chains of checks, end dates, reports, sweeps.',
    folders: ['chains', 'expiry', 'policies', 'app', 'proof', 'doctor', 'report', 'sweep', 'permissions', 'support'],
  },
  {
    name: 'watch',
    is: 'Over time: incidents, who is told, schedules, history, status.',
    folders: ['incidents', 'notifications', 'schedules', 'history', 'reports', 'status'],
  },
  {
    name: 'chat',
    is: 'Talking: who may what, commands and buttons with their answers.',
    folders: ['access', 'calls', 'commands', 'actions'],
  },
];

/** Packages that core may use: they compute and do nothing else. */
export const CORE_PACKAGES: readonly string[] = ['zod', 'ulid', 'ipaddr.js'];

/** An adapter stands for one outside thing, and may use that thing's packages alone. */
export interface Adapter {
  name: string;
  /** The outside thing. */
  is: string;
  packages: readonly string[];
  /** Other adapters may use it. */
  shared?: true;
}

export const ADAPTERS: readonly Adapter[] = [
  {
    name: 'http',
    is: 'One HTTP client for everything that leaves: limits on size and time',
    packages: ['ipaddr.js', 'undici'],
    shared: true,
  },
  {
    name: 'microsoft',
    is: 'Entra, Graph, Exchange; retries and pacing',
    packages: ['@azure/msal-node', '@microsoft/microsoft-graph-client', 'zod'],
  },
  {
    name: 'discord',
    is: 'Discord: the gateway, answers, cards, registering commands',
    packages: ['discord.js', 'zod'],
  },
  {
    name: 'teams',
    is: 'Teams: verified requests, answers, cards, writing',
    packages: ['botbuilder', 'fastify', 'jose', 'zod'],
  },
  {
    name: 'terminal',
    is: 'The command line, and cards as text',
    packages: ['@bomb.sh/tab', 'commander', 'log-update', 'open', 'picocolors', 'string-width', 'wrap-ansi'],
  },
  { name: 'storage', is: 'The database', packages: ['better-sqlite3', 'kysely', 'pg', 'pg-boss', 'zod'] },
  {
    name: 'azure',
    is: 'Azure: the secrets of a key vault, restarting a function app, and the identity of this machine',
    packages: ['@azure/core-rest-pipeline', '@azure/identity', '@azure/keyvault-secrets', 'zod'],
  },
  { name: 'secrets', is: 'The master key, sealing, certificates', packages: ['node-forge'] },
  {
    name: 'reports',
    is: 'Reports as CSV, HTML and JUnit; tags as CSV; files as a zip',
    packages: ['csv-parse', 'csv-stringify', 'fflate', 'xmlbuilder2'],
  },
  { name: 'webhooks', is: 'What routes are told, in the forms that programs take over https', packages: [] },
  { name: 'mail', is: 'A mail server of our own: incidents as conversations', packages: ['nodemailer'] },
  { name: 'tickets', is: 'Ticket systems: HaloPSA, ConnectWise PSA, Autotask', packages: ['zod'] },
  { name: 'pictures', is: 'The heat map as SVG and PNG', packages: ['@resvg/resvg-js', '@expo-google-fonts/inter'] },
  {
    name: 'articles',
    is: 'The guidance in docs/articles, and searching it',
    packages: ['js-yaml', 'zod'],
  },
  { name: 'cron', is: 'Cron expressions', packages: ['croner'] },
  { name: 'metrics', is: "Prometheus' format", packages: ['prom-client'] },
  { name: 'telemetry', is: 'The log', packages: ['pino'] },
];

/** Simulated services. Each stands alone, and shares no code with what it tests. */
export const SIMULATORS: readonly string[] = ['microsoft', 'discord', 'teams'];

/** Folders that are read by the rules. */
export const READ: readonly string[] = ['src', 'simulators', 'bench', 'manifest', 'test'];

/** Names that stand once in each chat platform's adapter, because they are the same thing there. All others stand once. */
export const PLATFORM_NAMES: readonly string[] = [
  'OutgoingMessage',
  'TONE_LOOKS',
  'ToneLook',
  'guardLineStart',
  'renderActions',
  'renderCard',
  'renderForm',
  'renderLine',
  'toAddress',
  'toGivenFile',
  'toLabel',
];
