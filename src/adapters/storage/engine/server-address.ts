import { Secret } from '../../../core/model/text/secret.ts';
import { isLoopback } from '../../http/loopback.ts';

interface Parts {
  host: string;
  port: number;
  user: string;
  /** Without one, `PGPASSWORD` and the file `PGPASSFILE` are looked at. */
  password: Secret | undefined;
  database: string;
  /** Encrypted, and the server's certificate verified. */
  tls: boolean;
  /** What signed the certificate, where the system doesn't know it: a PEM file. */
  certificateFile: string | undefined;
}

/** A database on a PostgreSQL server. Wherever it is printed it is the address without its password. */
export class ServerAddress {
  readonly parts: Readonly<Parts>;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  toString(): string {
    const { host, port, user, database } = this.parts;
    return `postgres://${user}@${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

const SHAPE = 'postgres://USER:PASSWORD@HOST:5432/DATABASE';
const MODES = ['disable', 'require', 'verify-ca', 'verify-full'];

/** What the addresses of PostgreSQL begin with. */
export const SERVER = /^postgres(ql)?:\/\//i;

/**
 * Reads `postgres://…`, or says what is wrong with it, in words that follow its name. Other hosts than this one are spoken
 * to over TLS and their certificate is verified, whatever `sslmode` says but `disable`.
 */
export function parseServerAddress(text: string): ServerAddress | { problem: string } {
  let url: URL;
  let [user, password, database] = ['', '', ''];
  try {
    url = new URL(text);
    [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
    database = decodeURIComponent(url.pathname.slice(1));
  } catch {
    return {
      problem: `is no address of a database. Write ${SHAPE}; special characters of the password as %40 and the like.`,
    };
  }
  if (!url.hostname || !user || !/^[^/]+$/.test(database))
    return { problem: `lacks the host, the user or the database. Write ${SHAPE}.` };
  const unknown = [...url.searchParams.keys()].find((name) => name !== 'sslmode' && name !== 'sslrootcert');
  if (unknown !== undefined)
    return {
      problem: `has the parameter ${unknown.slice(0, 40)}, which is not known. Only sslmode and sslrootcert are.`,
    };
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && !MODES.includes(mode))
    return {
      problem: `has an sslmode that does not verify the server. Use verify-full, or disable on a network of your own.`,
    };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return new ServerAddress({
    ...{ host, port: Number(url.port || 5432), user, database },
    password: password === '' ? undefined : new Secret(password),
    tls: mode === null ? !isLoopback(host) : mode !== 'disable',
    certificateFile: url.searchParams.get('sslrootcert') ?? undefined,
  });
}
