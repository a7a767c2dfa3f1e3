import { createSocket } from 'node:dgram';
import { appendFileSync } from 'node:fs';
import { hostname } from 'node:os';

type Forward = (row: object) => void;

/** Facility 13 (log audit), severity 5 (notice): RFC 5424, 6.2.1. */
const PRIORITY = 13 * 8 + 5;

/**
 * Copies each row, as one line of JSON, to where whoever takes over this machine can't change it any more: a file that
 * is collected, or a syslog server over UDP (RFC 5426). Nothing is held back, so nothing grows where that is not there;
 * the rows' numbers show what is missing. Undefined without a target.
 */
export function createAuditForward(target: string | undefined, onFault: (error: unknown) => void): Forward | undefined {
  if (target === undefined) return undefined;
  const url = URL.parse(target);
  const send = url?.protocol === 'syslog:' ? toSyslog(url, onFault) : toFile(target);
  return (row) => {
    try {
      send(JSON.stringify(row));
    } catch (error) {
      onFault(error);
    }
  };
}

function toFile(file: string): (line: string) => void {
  return (line) => appendFileSync(file, `${line}\n`, { mode: 0o600 });
}

function toSyslog({ hostname: host, port }: URL, onFault: (error: unknown) => void): (line: string) => void {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  return (line) => {
    const header = `<${PRIORITY}>1 ${new Date().toISOString()} ${hostname()} samaritan ${process.pid} audit -`;
    const socket = createSocket(name.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', onFault);
    socket.send(`${header} ${line}`, Number(port), name, (error) => {
      if (error) onFault(error);
      socket.close();
    });
  };
}
