import type { RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import type { Config } from './config.ts';

/** What `samaritan start` needs, validated. A chat that is absent is not configured and doesn't run. */
export interface StartConfig extends Config {
  discord?: DiscordConfig;
  teams?: TeamsConfig;
  server: ServerConfig;
  /** Called by the watch while it lives. Whoever knows the address can silence the alarm, so it is never shown. */
  heartbeatUrl?: Secret;
  limits: Limits;
  logLevel: LogLevel;
  /** One sentence for each part that isn't configured, with the settings that would do it. */
  notConfigured: string[];
}

export interface DiscordConfig {
  token: Secret;
  applicationId: string;
  /** At least one. */
  guildIds: string[];
  /** A loopback stand-in, without version and trailing slash (`http://127.0.0.1:4200/api`). Only in the sandbox. */
  apiUrl?: string;
}

/** Requests are verified against the registration, or, in the sandbox on loopback alone, not at all. */
export type TeamsConfig = RegisteredTeams | AnonymousTeams;

export interface RegisteredTeams {
  allowAnonymous: false;
  /** Lower-case GUID, as is the tenant's. */
  appId: string;
  password: Secret;
  tenantId: string;
  /** Tenants whose users may speak to the bot, as lower-case GUIDs. */
  allowedTenants: string[];
  /** A loopback stand-in. Only in the sandbox. */
  openIdMetadataUrl?: string;
  /** Connectors on loopback are allowed beside Microsoft's hosts. Only in the sandbox. */
  loopbackConnector: boolean;
}

export interface AnonymousTeams {
  allowAnonymous: true;
  /** `any` where none is listed: what a request says of its tenant proves nothing here. */
  allowedTenants: string[] | 'any';
  loopbackConnector: true;
}

export interface ServerConfig {
  /** An address or name without brackets. */
  host: string;
  /** 0, a free port, only in the sandbox; so for metrics. */
  port: number;
  /** The https origin under which `/auth/…` is reached from outside, without a slash at its end. */
  publicUrl?: string;
  /** Programs with a token are answered under `/api/v1`. */
  api: boolean;
  /** Always on loopback; no metrics when absent. */
  metricsPort?: number;
}

export interface Limits {
  commandsPerMinute: number;
  sweepsPerGuild: number;
  historyDays: number;
  reportDays: number;
}

/** pino's levels. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type StartConfigResult = { warnings: string[] } & (
  | { ok: true; config: StartConfig }
  | { ok: false; faults: string[]; credentials: RawCredentials }
);
