import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { commandsFor } from '../src/core/chat/commands/registry.ts';
import { checkIcons } from './check-icons.ts';
import { checkManifest } from './check-manifest.ts';
import { checkPackage, createPackage } from './create-package.ts';
import { drawIcons } from './draw-icons.ts';
import { type AppValues, parseAppValues } from './parse-app-values.ts';
import { type Json, renderManifest } from './render-manifest.ts';
import { type CommandLists, toCommandLists } from './to-command-lists.ts';
import { toMessageActions } from './to-message-actions.ts';
import { writePackage } from './write-package.ts';

/** Teams shows one menu to everybody; the bot checks the role when a command is used. */
const CHAT_COMMANDS = commandsFor('chat', 'admin');

const USAGE = `Usage: npm run manifest -- [--output FILE]

Packs the Teams app from manifest/ and the environment (or .env), checks it, and writes the zip
to upload (default dist/samaritan-teams.zip). The settings: docs/deploy-teams.md.
`;

export interface PackIo {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  /** Another template than our own. */
  template?: URL;
}

/** `npm run manifest`. Gives the exit code: 0 the package is written, 2 something is missing or wrong and nothing is. */
export function runPack({ argv, env, stdout, stderr, template }: PackIo): number {
  const options = parseOptions(argv);
  if (options.kind === 'help') {
    stdout.write(USAGE);
    return 0;
  }
  if (options.kind === 'wrong') {
    stderr.write(`${options.reason}\n\n${USAGE}`);
    return 2;
  }
  const values = parseAppValues(env);
  if (!values.ok) return refuse(stderr, values.faults);
  const menu = toCommandLists(CHAT_COMMANDS);
  const packed = pack(values.values, menu, template);
  if (!packed.ok) return refuse(stderr, packed.faults);
  const fault = writePackage(options.output, packed.bytes);
  if (fault) return refuse(stderr, [fault]);
  if (menu.leftOut.length > 0)
    stderr.write(`Not in Teams’ menu for want of room, but they work when typed: ${menu.leftOut.join(', ')}.\n`);
  stdout.write(
    `${options.output} is ready: ${values.values.NAME} ${values.values.VERSION}, ${packed.bytes.length} bytes.\n`,
  );
  stdout.write('Upload it in the Teams admin center: Teams apps, Manage apps, Actions, Upload new app.\n');
  return 0;
}

type Packed = { ok: true; bytes: Uint8Array } | { ok: false; faults: string[] };

function pack(values: AppValues, menu: CommandLists, file?: URL): Packed {
  const template = readTemplate(file);
  if (template === undefined) return { ok: false, faults: ['manifest/manifest.template.json is no JSON. Restore it.'] };
  const manifest = renderManifest(template, {
    ...values,
    COMMAND_LISTS: toJson(menu.lists),
    MESSAGE_ACTIONS: toJson(toMessageActions(CHAT_COMMANDS)),
  });
  const icons = drawIcons();
  const inManifest = checkManifest(manifest).map((fault) => `manifest/manifest.template.json, ${fault}`);
  const faults = [...menu.faults, ...inManifest, ...checkIcons(icons).map((fault) => `manifest/${fault}`)];
  if (faults.length > 0) return { ok: false, faults };
  const bytes = createPackage(manifest, icons);
  const inPackage = checkPackage(bytes, manifest);
  return inPackage.length > 0 ? { ok: false, faults: inPackage } : { ok: true, bytes };
}

function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

function readTemplate(file = new URL('./manifest.template.json', import.meta.url)): Json | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function refuse(stderr: PackIo['stderr'], faults: readonly string[]): number {
  stderr.write('The Teams app was not packed:\n');
  for (const fault of faults) stderr.write(`- ${fault}\n`);
  return 2;
}

type Options = { kind: 'pack'; output: string } | { kind: 'help' } | { kind: 'wrong'; reason: string };

function parseOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        output: { type: 'string', default: 'dist/samaritan-teams.zip' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    return values.output.trim() === '' || /[\\/]$/.test(values.output)
      ? { kind: 'wrong', reason: '--output needs the name of a file.' }
      : { kind: 'pack', output: values.output };
  } catch (error) {
    return { kind: 'wrong', reason: error instanceof Error ? error.message : String(error) };
  }
}
