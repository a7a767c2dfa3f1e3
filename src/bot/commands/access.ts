import { grantAccess, listAccess, revokeAccess, setChannel } from '../../core/chat/access/access-commands.ts';
import type { ProcessIo } from '../process-io.ts';
import { systemClock } from '../system-clock.ts';
import { type LocalParts, runLocal } from './local.ts';

type Values = Record<string, unknown>;

const SCHEMA = 'samaritan.access/1';

const partsOf = ({ storage, gate }: LocalParts) => ({
  access: storage.access,
  audit: storage.audit,
  gate,
  clock: systemClock,
});

const byOf = ({ person }: LocalParts): string => `terminal:user:${person.id}`;

/** `samaritan access grant <subject> <role>`. */
export function runAccessGrant(values: Values, io: ProcessIo): Promise<number> {
  const given = { subject: String(values.subject), role: String(values.role) };
  return runLocal(
    {
      name: 'access grant',
      target: `${given.subject} ${given.role}`.slice(0, 200),
      schema: SCHEMA,
      answer: (parts) => grantAccess(partsOf(parts), given, byOf(parts)),
    },
    values.json === true,
    io,
  );
}

/** `samaritan access revoke <subject>`. */
export function runAccessRevoke(values: Values, io: ProcessIo): Promise<number> {
  const subject = String(values.subject);
  return runLocal(
    {
      name: 'access revoke',
      target: subject.slice(0, 200),
      schema: SCHEMA,
      answer: (parts) => revokeAccess(partsOf(parts), subject),
    },
    values.json === true,
    io,
  );
}

/** `samaritan access list`. */
export function runAccessList(values: Values, io: ProcessIo): Promise<number> {
  const answer = (parts: LocalParts) => listAccess(partsOf(parts));
  return runLocal({ name: 'access list', target: null, schema: SCHEMA, answer }, values.json === true, io);
}

/** `samaritan access channel on|off <channel>`. */
export function runAccessChannel(values: Values, io: ProcessIo): Promise<number> {
  const wanted = { place: String(values.channel), on: values.state === 'on' };
  return runLocal(
    {
      name: 'access channel',
      target: `${String(values.state)} ${wanted.place}`.slice(0, 200),
      schema: SCHEMA,
      answer: (parts) => setChannel(partsOf(parts), wanted, byOf(parts)),
    },
    values.json === true,
    io,
  );
}
