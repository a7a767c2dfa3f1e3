import { parseSubject, type Subject } from '../../core/chat/access/subject.ts';
import type { SettingsReader } from './settings-reader.ts';

export function parseAdmins(reader: SettingsReader): Subject[] {
  return reader.list(
    'SAMARITAN_ADMINS',
    parseSubject,
    'discord:user:ID, discord:role:ID (17 to 20 digits) or teams:user:OBJECT-ID (a GUID)',
  );
}
