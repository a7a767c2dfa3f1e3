import type { SettingName } from './setting-names.ts';
import type { SettingsReader } from './settings-reader.ts';

const CHATS = {
  discord: {
    anyOf: ['DISCORD_TOKEN'],
    text: 'Discord is not configured. Set DISCORD_TOKEN, DISCORD_APPLICATION_ID and DISCORD_GUILD_IDS to use it.',
  },
  teams: {
    anyOf: ['MICROSOFT_APP_ID', 'TEAMS_ALLOW_ANONYMOUS'],
    text: 'Teams is not configured. Set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID to use it.',
  },
} as const satisfies Record<string, Part>;

interface Part {
  anyOf: readonly SettingName[];
  text: string;
}

const PARTS: readonly Part[] = [
  {
    anyOf: [
      'SAM_APPLICATION_ID',
      'SAM_APPLICATION_SECRET',
      'SAM_CERTIFICATE',
      'SAM_MANAGED_IDENTITY',
      'SAM_REFRESH_TOKEN',
      'SAM_TENANT_ID',
      'SAMARITAN_KEY_VAULT_URL',
    ],
    text: 'No connection is configured. Set SAM_APPLICATION_ID, SAM_APPLICATION_SECRET, SAM_REFRESH_TOKEN and SAM_TENANT_ID to test tenants.',
  },
  CHATS.discord,
  CHATS.teams,
  {
    anyOf: ['SAMARITAN_ADMINS'],
    text: 'No administrator is listed. Set SAMARITAN_ADMINS; until then only those whom the access list names may do anything in a chat.',
  },
];

/** What isn't configured and how it would be. Meaningful only for settings without faults. */
export function listUnconfigured(reader: SettingsReader): string[] {
  return PARTS.filter(({ anyOf }) => !anyOf.some((name) => reader.isSet(name))).map(({ text }) => text);
}

export function configuredChats(reader: SettingsReader): Record<keyof typeof CHATS, boolean> {
  const isSet = ({ anyOf }: Part): boolean => anyOf.some((name) => reader.isSet(name));
  return { discord: isSet(CHATS.discord), teams: isSet(CHATS.teams) };
}

/** Why nothing reaches a place: the sentence on its chat, where that isn't configured. */
export function whyUnconfigured(place: string, configured: Record<keyof typeof CHATS, unknown>): string | null {
  if (!place.startsWith('discord:') && !place.startsWith('teams:')) return null;
  const chat = place.startsWith('discord:') ? 'discord' : 'teams';
  return configured[chat] ? null : CHATS[chat].text;
}
