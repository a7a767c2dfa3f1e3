import { type ConnectionEntry, chooseConnection } from '../../credentials/connection-book.ts';
import { PERMISSION_SETS, type PermissionSet } from '../../model/permissions/permission-set.ts';
import { thereIsNo } from '../../model/text/there-is-no.ts';
import type { ReportInternal } from '../sweep/internal-faults.ts';
import {
  type PermissionsOutcome,
  type PermissionsParts,
  type PermissionsRequest,
  readPermissions,
} from './read-permissions.ts';

export interface PermissionReaderParts extends PermissionsParts {
  connections: readonly ConnectionEntry[];
  /** Takes up what is known of the connection since. */
  refresh: (connection: string) => Promise<void>;
  concurrency: number;
  signal: AbortSignal;
  reportInternal: ReportInternal;
  /** The set of one's own that is configured, or why it can't be used. */
  own: PermissionSet | { problem: string } | undefined;
  /** Reads a set from a file of this machine: for who sits at it. */
  readFile?: ((file: string) => PermissionSet | { problem: string }) | undefined;
}

export interface PermissionsOrder extends Pick<PermissionsRequest, 'tenants' | 'tagged' | 'within' | 'set'> {
  connection: string;
}

export interface PermissionReader {
  /**
   * The set of that name; without one the configured, else Samaritan's own, which is of a signed-in account: an app by
   * itself has another. `isLocal`: may name a file.
   */
  set(name: string | undefined, isLocal: boolean, kind: ConnectionEntry['kind']): PermissionSet | { problem: string };
  read(order: PermissionsOrder): Promise<PermissionsOutcome>;
}

export function createPermissionReader(parts: PermissionReaderParts): PermissionReader {
  const { own, readFile, connections, refresh, concurrency, signal, reportInternal } = parts;
  const names = [...Object.keys(PERMISSION_SETS), 'own'];
  return {
    set: (given, isLocal, kind) => {
      const name = (given ?? (kind === 'app-only' ? 'service-principal-reader' : undefined))?.trim();
      if (name === undefined || name === '' || name === 'own') {
        const unset = { problem: 'There is no set of your own. Set SAMARITAN_PERMISSION_SET to its file.' };
        return own ?? (name === 'own' ? unset : (PERMISSION_SETS.samaritan ?? unset));
      }
      const known = Object.hasOwn(PERMISSION_SETS, name) ? PERMISSION_SETS[name] : undefined;
      if (known) return known;
      if (isLocal && readFile && /[./\\]/.test(name)) return readFile(name);
      return { problem: thereIsNo('set of permissions', name, names) };
    },
    read: async ({ connection: name, ...order }) => {
      await refresh(name);
      const entry = chooseConnection(connections, name);
      if ('problem' in entry) return { kind: 'problem', problems: [entry.problem] };
      const { connection, shape } = entry;
      if (!connection) return { kind: 'problem', problems: [shape.reason ?? 'The credentials can’t be right.'] };
      if (connection.kind === 'app-only' && !order.set.required.some(({ kind }) => kind === 'application'))
        return {
          kind: 'problem',
          problems: [
            `${entry.name} is an app that signs in by itself, and the set ${order.set.id} needs no permission of such an app. Take --set service-principal-reader, or one of your own.`,
          ],
        };
      return await readPermissions({ ...order, connection, shape, concurrency, signal, reportInternal }, parts);
    },
  };
}
