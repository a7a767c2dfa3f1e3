import { userInfo } from 'node:os';
import type { Person } from '../../core/model/people/person.ts';

/** Whoever has a shell here: an administrator, named by the operating system's user. */
export function localPerson(): Person {
  let name = 'local';
  try {
    name = userInfo().username;
  } catch {
    // A user id without an entry, as containers have them.
  }
  return { platform: 'terminal', id: name, roles: [], name };
}

/** The same, as the audit log and the journal of renewals name people. */
export function localSubject(): string {
  const { platform, id } = localPerson();
  return `${platform}:user:${id}`;
}
