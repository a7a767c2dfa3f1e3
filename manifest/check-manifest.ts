import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { loadSchema } from './load-schema.ts';
import { type Json, PLACEHOLDER } from './render-manifest.ts';
import { LONGEST_DESCRIPTION, LONGEST_TITLE, MOST_COMMANDS } from './to-command-lists.ts';

const commandList = z.object({
  scopes: z.array(z.string()),
  commands: z.array(z.object({ title: z.string(), description: z.string() })),
});

/** What our own checks read of a manifest that the schema has passed. */
const readableManifest = z.object({
  developer: z.record(z.string(), z.string()),
  icons: z.object({ color: z.string(), outline: z.string() }),
  bots: z.array(
    z.object({ botId: z.string(), scopes: z.array(z.string()), commandLists: z.array(commandList).default([]) }),
  ),
  composeExtensions: z.array(
    z.object({
      botId: z.string(),
      commands: z.array(z.object({ id: z.string(), fetchTask: z.boolean().default(false) })),
    }),
  ),
});
type ReadableManifest = z.infer<typeof readableManifest>;

const ajv = new AjvDraft04.default({ strict: false, allErrors: true });
addFormats.default(ajv);
const validate = ajv.compile(loadSchema());

/** Faults of a filled manifest: what Microsoft's schema refuses, then what it lets through and Teams does not. */
export function checkManifest(manifest: Json): string[] {
  const faults = [...schemaFaults(manifest), ...placeholderFaults(manifest, '')];
  if (faults.length > 0) return faults;
  const read = readableManifest.safeParse(manifest);
  if (!read.success) return read.error.issues.map((issue) => `/${issue.path.join('/')}: ${issue.message}`);
  return [...addressFaults(read.data), ...botFaults(read.data), ...menuFaults(read.data), ...iconFaults(read.data)];
}

function schemaFaults(manifest: Json): string[] {
  if (validate(manifest)) return [];
  return (validate.errors ?? []).map((error) => {
    const extra = error.params.additionalProperty;
    return `${error.instancePath || '/'}: ${error.message ?? error.keyword}${extra ? ` (${String(extra)})` : ''}`;
  });
}

function placeholderFaults(node: Json, at: string): string[] {
  if (typeof node === 'string')
    return [...node.matchAll(PLACEHOLDER)].map(([found]) => `${at}: the placeholder ${found} stands for nothing.`);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([key, value]) => placeholderFaults(value, `${at}/${key}`));
}

/** The schema takes http as well; Teams does not. */
function addressFaults({ developer }: ReadableManifest): string[] {
  return Object.entries(developer)
    .filter(([name, value]) => name.endsWith('Url') && !value.startsWith('https://'))
    .map(([name]) => `/developer/${name}: must start with https://.`);
}

function botFaults({ bots, composeExtensions }: ReadableManifest): string[] {
  const faults: string[] = [];
  if (new Set([...bots, ...composeExtensions].map(({ botId }) => botId.toLowerCase())).size !== 1)
    faults.push('/bots, /composeExtensions: must name one and the same bot.');
  if (composeExtensions.some(({ commands }) => commands.length === 0))
    faults.push('/composeExtensions: needs at least one command.');
  for (const { id, fetchTask } of composeExtensions.flatMap(({ commands }) => commands)) {
    if (!fetchTask)
      faults.push(`/composeExtensions: “${id}” needs fetchTask, or Teams opens a form instead of the answer.`);
  }
  return faults;
}

function menuFaults({ bots }: ReadableManifest): string[] {
  const faults: string[] = [];
  for (const { scopes, commandLists } of bots) {
    for (const scope of scopes) {
      const listed = commandLists.filter((list) => list.scopes.includes(scope));
      if (listed.length !== 1) faults.push(`/bots: ${scope} needs exactly one command list, and has ${listed.length}.`);
    }
    for (const { scopes: of, commands } of commandLists) {
      const where = `/bots, command list of ${of.join(', ')}`;
      if (commands.length === 0 || commands.length > MOST_COMMANDS)
        faults.push(`${where}: needs 1 to ${MOST_COMMANDS} commands, and has ${commands.length}.`);
      if (new Set(commands.map(({ title }) => title)).size !== commands.length)
        faults.push(`${where}: a title occurs twice.`);
      for (const { title, description } of commands) {
        if (title.length > LONGEST_TITLE) faults.push(`${where}: “${title}” is longer than ${LONGEST_TITLE}.`);
        if (description.length > LONGEST_DESCRIPTION)
          faults.push(`${where}: the description of “${title}” is longer than ${LONGEST_DESCRIPTION}.`);
      }
    }
  }
  return faults;
}

/** Teams looks for icons at the root of the package. */
function iconFaults({ icons }: ReadableManifest): string[] {
  return Object.entries(icons)
    .filter(([, name]) => !/^[\w-]+\.png$/.test(name))
    .map(([which]) => `/icons/${which}: must be the name of a .png file at the root of the package.`);
}
