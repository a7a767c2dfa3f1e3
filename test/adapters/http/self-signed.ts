import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A certificate that nobody signed, and its key. It was made for these tests and opens nothing. */
export const CERTIFICATE = `
-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUV6ClfQ0lDK6eYY3P5zWI3vbN1bQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODE0MzI0OFoYDzIxMjYxMTA0
MTQzMjQ4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARZvP6u6bXuC0PmhhuWFnZknn2u6kDfyFGHKhsCrKfXf0zl8YTpUE6T
wLq0RD6opPtDi7xx79WsM8YMat/i6q3io28wbTAdBgNVHQ4EFgQUXW556o81PxW4
mx/oTsSzbkjucOIwHwYDVR0jBBgwFoAUXW556o81PxW4mx/oTsSzbkjucOIwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAKvEyYOkWwLrFBSt9+vGb3XmDjmAkMuwz8bZTNVJ72kUAiBa
AoVSxofTR7DkpnP8OdEpYPDY2FCJaXizSIW71RjW0w==
-----END CERTIFICATE-----
`;
export const KEY = `
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqj/wHf1HThn6Fo4n
Pbi3Efbri8YKU4vrdW/gkDaUiBihRANCAARZvP6u6bXuC0PmhhuWFnZknn2u6kDf
yFGHKhsCrKfXf0zl8YTpUE6TwLq0RD6opPtDi7xx79WsM8YMat/i6q3i
-----END PRIVATE KEY-----
`;

export interface SelfSigned {
  /** `https://127.0.0.1:12345`. */
  readonly origin: string;
  /** How many connections took the certificate. */
  taken(): number;
  close(): Promise<void>;
}

/** A server on loopback whose certificate is not trusted: what a proxy that inspects TLS looks like. */
export async function startSelfSigned(): Promise<SelfSigned> {
  let taken = 0;
  const sockets = new Set<Duplex>();
  const server = createServer({ cert: CERTIFICATE, key: KEY }, (_request, response) => response.end('{}'));
  server.on('secureConnection', () => {
    taken += 1;
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => taken,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
