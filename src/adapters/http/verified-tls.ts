/** How each connection of ours is made: verified, and by no older protocol, whatever the environment says. */
export const VERIFIED_TLS = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

/**
 * For libraries whose connections can't be told so (Discord's gateway, botbuilder's keys). Node looks at the variable
 * whenever it connects (Node 24, `tls.connect`): what isn't there switches nothing off.
 */
export function keepTlsVerified(): void {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
}
