import type { ArticleSubject } from '../guidance/articles/article.ts';
import type { Connection, SamConnection } from '../model/cloud/connection.ts';
import { isGuid } from '../model/tenants/tenant-id.ts';
import { thereIsNo } from '../model/text/there-is-no.ts';
import { configuredOf, type JudgedCredentials, type SecretHome } from './secret-home.ts';

/** A connection as configured. */
export interface ConnectionEntry extends JudgedCredentials {
  name: string;
  /** `sam` where it isn't said. */
  kind?: Connection['kind'];
  /** Where its secrets are, where that is neither the environment nor the database: it has to be read first. */
  home?: SecretHome;
  /** Workspaces that may use it, as `workspaceKey` names them. None may use one that was added until it is allowed. */
  workspaces?: readonly string[];
}

/** The connection of the `SAM_*` settings: every workspace that Samaritan is in uses it. */
const DEFAULT = 'default';

/** Whether a connection may be used, and known of, in a workspace. One that isn't there any more may not. */
export function mayUse(entries: readonly ConnectionEntry[], name: string, workspace: string | null): boolean {
  if (name === DEFAULT) return true;
  const entry = entries.find((one) => one.name === name);
  return workspace !== null && (entry?.workspaces?.includes(workspace) ?? false);
}

/** The ways to a first connection. */
export const HOW_TO_SET_UP =
  'Set SAM_APPLICATION_ID, SAM_APPLICATION_SECRET, SAM_REFRESH_TOKEN and SAM_TENANT_ID; docs/configure.md says where each comes from. Or run setup on the terminal, which makes all of it.';

/** No more is told: a connection may be hidden from a place, or from whoever has a role for a tag without tenants. */
const NOT_SET_UP = `Samaritan is not set up yet, or no connection is for you here: then ask an administrator. ${HOW_TO_SET_UP}`;

/** The connection of that name; where none is named the only one, or the configured one; or one sentence on what to do. */
export function chooseConnection(
  entries: readonly ConnectionEntry[],
  name: string | undefined,
): ConnectionEntry | { problem: string } {
  if (entries.length === 0) return { problem: NOT_SET_UP };
  const wanted = name?.trim();
  if (wanted) {
    const found = entries.find((entry) => entry.name.toLowerCase() === wanted.toLowerCase());
    return found ?? { problem: noConnection(wanted, entries) };
  }
  const only = entries.length === 1 ? entries[0] : entries.find((entry) => entry.name === DEFAULT);
  return only ?? { problem: `Name the connection. There are: ${entries.map((entry) => entry.name).join(', ')}.` };
}

export function noConnection(name: string, all: readonly { name: string }[]): string {
  const names = all.map((one) => one.name);
  return thereIsNo('connection', name, names, 'connections add on the terminal');
}

/** The connection of an entry where tokens are renewed by signing in, or one sentence on why none are. */
export function renewable(entry: ConnectionEntry): SamConnection | string {
  const { name, kind, shape } = entry;
  if (kind === 'app-only')
    return `${name} is an app that signs in by itself, so it has no refresh token. A new secret or certificate is given to it on the terminal: connections renew ${name}.`;
  return configuredOf(entry) ?? shape.reason ?? 'Its credentials can’t be right.';
}

/** What guidance can say by name of the partner, or of an app's one tenant: the ids of the connection named, or of the only one where none is. */
export function ownSubject(entries: readonly ConnectionEntry[], name?: string): ArticleSubject {
  const entry = name === undefined && entries.length === 1 ? entries[0] : entries.find((one) => one.name === name);
  if (!entry) return {};
  return {
    ...(entry.connection ? { applicationId: entry.connection.applicationId } : {}),
    ...(isGuid(entry.tenant) ? { partnerTenantId: entry.tenant } : {}),
    ...(entry.kind === 'app-only' ? { tenantId: entry.tenant } : {}),
  };
}
