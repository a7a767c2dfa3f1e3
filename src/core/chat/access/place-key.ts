import { isGuid } from '../../model/tenants/tenant-id.ts';
import { isTokenName } from './subject.ts';

const PLACE = /^(?:discord:channel:\d{17,20}|teams:channel:[\w:@.;=-]{5,200})$/;

/** Whether a text names a channel as `placeKey` does. */
export function isPlaceKey(text: string): boolean {
  return PLACE.test(text);
}

/** A workspace as typed, in the form of `workspaceKey`: `discord:SERVER`, `teams:TENANT` or `api:TOKEN`; undefined for anything else. */
export function parseWorkspace(text: string): string | undefined {
  const [platform, id = ''] = text.trim().toLowerCase().split(':', 2);
  const fits = platform === 'discord' ? /^\d{17,20}$/.test(id) : platform === 'teams' && isGuid(id);
  return fits || (platform === 'api' && isTokenName(id)) ? `${platform}:${id}` : undefined;
}

export function workspaceProblem(): string {
  return 'That is no workspace. A Discord server is discord:ID, with 17 to 20 digits; a Teams tenant is teams:ID, with its tenant id; the token of a program is api:NAME.';
}
