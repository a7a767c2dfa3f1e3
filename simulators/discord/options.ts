import type { PermissionName } from './world/permissions.ts';

/** A Discord user, as a test names one. In a guild, `roles` are role ids. */
export interface UserInput {
  readonly id: string;
  readonly name: string;
  readonly roles?: readonly string[];
  /** Replaces what an ordinary member may do. */
  readonly permissions?: readonly PermissionName[];
}

export interface ChannelInput {
  readonly id: string;
  readonly name: string;
  /** What the bot may not do there, from the start. */
  readonly denied?: readonly PermissionName[];
}

export interface RoleInput {
  readonly id: string;
  readonly name: string;
}

export interface GuildInput {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly ChannelInput[];
  readonly roles?: readonly RoleInput[];
  readonly members?: readonly UserInput[];
}

export interface StandInOptions {
  /** The application's id, which is the bot user's id too. */
  readonly applicationId: string;
  readonly guilds: readonly GuildInput[];
  /** Only this bot token is accepted; without it, any token that isn't empty. */
  readonly token?: string;
  /** How long every REST answer is held back. */
  readonly latencyMs?: number;
  /** After how long a wait for the bot gives up with an error; 90 s unless told. */
  readonly deadlineMs?: number;
  /** How long an interaction waits for its first answer; as long as Discord unless told. */
  readonly firstAnswerMs?: number;
}

/** A file as a technician attaches one. */
export interface FileInput {
  readonly filename: string;
  readonly content: string | Buffer;
  readonly contentType?: string;
  /** In place of the stand-in's own address, as a forged interaction may have it. */
  readonly url?: string;
}
