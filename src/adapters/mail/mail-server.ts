import { createTransport, type Transporter } from 'nodemailer';
import type { Secret } from '../../core/model/text/secret.ts';
import { VERIFIED_TLS } from '../http/verified-tls.ts';

export interface MailServer {
  host: string;
  port: number;
  /** `start`: the connection is encrypted before anything is said, or given up. `whole`: encrypted from its first byte. */
  tls: 'start' | 'whole' | 'none';
  signIn?: { user: string; password: Secret };
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
    ...(signIn && { auth: { user: signIn.user, pass: signIn.password.reveal() } }),
    ...{ connectionTimeout: WITHIN_MS, greetingTimeout: WITHIN_MS, socketTimeout: WITHIN_MS, dnsTimeout: WITHIN_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
}
