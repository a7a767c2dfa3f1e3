import type { RawCredentials } from '../../core/model/checks/credentials-shape.ts';
import type { CloudName } from '../../core/model/cloud/connection.ts';

/** What the environment says, validated. Credentials stay raw: judging them is the first check. */
export interface Config {
  cloud: CloudName;
  /** Set when `SAMARITAN_CLOUD=sandbox`. */
  sandboxUrl?: string;
  database: string;
  includeOwnTenant: boolean;
  credentials: RawCredentials;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; faults: string[]; credentials: RawCredentials };
