import { readFileSync } from 'node:fs';
import { type AppValues, parseAppValues } from '../../manifest/parse-app-values.ts';
import { type Json, renderManifest } from '../../manifest/render-manifest.ts';
import { toCommandLists } from '../../manifest/to-command-lists.ts';
import { toMessageActions } from '../../manifest/to-message-actions.ts';
import { commandsFor } from '../../src/core/chat/commands/registry.ts';

export const BOT_ID = '11111111-2222-4333-8444-555555555555';

/** The least that an operator has to set. */
export const LEAST = {
  MICROSOFT_APP_ID: BOT_ID,
  TEAMS_APP_DEVELOPER_NAME: 'Fabrikam',
  TEAMS_APP_WEBSITE_URL: 'https://fabrikam.example/samaritan',
};

export function valuesOf(env: Record<string, string> = {}): AppValues {
  const parsed = parseAppValues({ ...LEAST, ...env });
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.values;
}

export const TEMPLATE: Json = JSON.parse(
  readFileSync(new URL('../../manifest/manifest.template.json', import.meta.url), 'utf8'),
);

export function manifestOf(env: Record<string, string> = {}, template = TEMPLATE): Json {
  const commands = commandsFor('chat', 'admin');
  return renderManifest(template, {
    ...valuesOf(env),
    COMMAND_LISTS: JSON.parse(JSON.stringify(toCommandLists(commands).lists)),
    MESSAGE_ACTIONS: JSON.parse(JSON.stringify(toMessageActions(commands))),
  });
}

/** A copy with one value put at a path such as `/bots/0/botId`; undefined takes the field out. */
export function withValue(manifest: Json, path: string, value: Json | undefined): Json {
  const copy: Json = structuredClone(manifest);
  const keys = path.split('/').slice(1);
  const last = keys.pop();
  let node: Json | undefined = copy;
  for (const key of keys) node = node !== null && typeof node === 'object' ? Reflect.get(node, key) : undefined;
  if (last === undefined || node === null || typeof node !== 'object' || !(last in node)) throw new Error(`no ${path}`);
  if (value === undefined) Reflect.deleteProperty(node, last);
  else Reflect.set(node, last, value);
  return copy;
}
