import { GUID } from '../text/guid.ts';

const ID = new RegExp(`^${GUID}$`, 'i');
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

export function isGuid(text: string): boolean {
  return ID.test(text);
}

/** A DNS domain such as `contoso.onmicrosoft.com`. */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}
