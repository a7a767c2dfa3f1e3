import { createTransport, type Transporter } from 'nodemailer';
import type { Secret } from '../../core/model/text/secret.ts';
import { VERIFIED_TLS } from '../http/verified-tls.ts';

export interface MailServer {
  host: string;
  port: number;
  /** `start`: the connection is encrypted before anything is said, or given up. `whole`: encrypted from its first byte. */
  tls: 'start' | 'whole' | 'none';
  /** `token`: XOAUTH2, with a new one each time it is asked. Rejects with a `DeliveryError`. */
  signIn?: { user: string } & ({ password: Secret } | { token: () => Promise<Secret> });
  /** A plain address. */
  from: string;
}

const WITHIN_MS = 10_000;

/** Speaks to the mail server. Nothing in a message can name a file or an address to be read into it. */
export function openMailServer({ host, port, tls, signIn }: MailServer): Transporter {
  return createTransport({
    ...{
      host,
      port,
      secure: tls === 'whole',
      requireTLS: tls === 'start',
      ignoreTLS: tls === 'none',
      tls: VERIFIED_TLS,
    },
    ...(signIn && { auth: toAuth(signIn) }),
    ...{ connectionTimeout: WITHIN_MS, greetingTimeout: WITHIN_MS, socketTimeout: WITHIN_MS, dnsTimeout: WITHIN_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}

/** A token is used until the server refuses it, and then asked for anew, once. */
function toAuth(signIn: NonNullable<MailServer['signIn']>) {
  const { user } = signIn;
  if ('password' in signIn) return { user, pass: signIn.password.reveal() };
  return {
    ...({ type: 'OAuth2', user } as const),
    provisionCallback: (_user: string, _renew: boolean, done: (error: Error | null, token?: string) => void): void => {
      signIn.token().then(
        (token) => done(null, token.reveal()),
        // What is handed over has its code overwritten.
        (cause: unknown) => done(new Error('no token', { cause })),
      );
    },
  };
}
