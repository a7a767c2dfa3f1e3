const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** A DNS domain such as `contoso.onmicrosoft.com`. */
export function isDomain(text: string): boolean {
  return DOMAIN.test(text);
}
