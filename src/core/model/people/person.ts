export const PLATFORMS = ['discord', 'teams', 'terminal', 'api'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** Who asks, as the platform vouches for it. The name is for showing only: anybody can choose it. */
export interface Person {
  platform: Platform;
  /** Discord's user id, Entra's object id, the name of the operating system's user, or of a program's token. */
  id: string;
  /** Ids of the Discord roles that the person has where the question was asked. */
  roles: readonly string[];
  name: string;
}

export interface Place {
  platform: Platform;
  kind: 'direct' | 'group' | 'channel';
  /** Discord's guild, Teams' tenant; null in a direct message and on the terminal. */
  workspaceId: string | null;
  /** Discord's channel, Teams' conversation without its thread. */
  channelId: string;
}

/** Whether the platform vouches for a person's roles here. In a direct message on Discord nobody does. */
export function vouchesForRoles({ platform, kind }: Pick<Place, 'platform' | 'kind'>): boolean {
  return !(platform === 'discord' && kind === 'direct');
}

/** A workspace as stored and typed: `discord:GUILD`, `teams:TENANT`. Null where the platform names none. */
export function workspaceKey({ platform, workspaceId }: Pick<Place, 'platform' | 'workspaceId'>): string | null {
  return workspaceId === null ? null : `${platform}:${workspaceId}`;
}

/** A place as stored and typed: `discord:channel:ID`, `teams:channel:ID`. */
export function placeKey({ platform, channelId }: Pick<Place, 'platform' | 'channelId'>): string {
  return `${platform}:channel:${channelId}`;
}
