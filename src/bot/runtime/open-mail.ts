import type { MailServer } from '../../adapters/mail/mail-server.ts';
import { DeliveryError } from '../../core/cards/messenger.ts';
import { classifyFault } from '../../core/model/causes/classify.ts';
import type { AppOnlyConnection } from '../../core/model/cloud/connection.ts';
import type { Secret } from '../../core/model/text/secret.ts';
import type { MailSettings } from '../config/config.ts';
import type { Reach } from './load-connections.ts';

const WITHIN_MS = 20_000;
/** learn.microsoft.com: Authenticate an IMAP, POP or SMTP connection using OAuth; November 2026. */
const PERMISSION = 'SMTP.SendAsApp';

/** The mail server as configured. Where an app signs in there, Entra is asked for its token when the server wants one. */
export function openMail({ signIn, ...server }: MailSettings, reach: Reach): MailServer {
  if (!signIn) return server;
  const { user } = signIn;
  if ('password' in signIn) return { ...server, signIn };
  return { ...server, signIn: { user, token: () => askToken(signIn.app, reach) } };
}

async function askToken(app: AppOnlyConnection, reach: Reach): Promise<Secret> {
  const { createMicrosoftCloudFactory } = await import('../../adapters/microsoft/create-microsoft-cloud.ts');
  const signal = AbortSignal.timeout(WITHIN_MS);
  const cloud = createMicrosoftCloudFactory(reach).open({ connection: app, concurrency: 1, signal });
  try {
    const answer = await cloud.ask({ id: 'entra.token', authorityTenant: app.tenant, resource: 'exchange' });
    if (!answer.ok) {
      const { reason } = classifyFault(answer.fault, { request: 'entra.token', place: 'partner' });
      const code = answer.fault.kind === 'refused' ? 'forbidden' : 'busy';
      throw new DeliveryError(code, `the app that signs in to mail gets no token: ${reason}`);
    }
    const { tenantId, roles = [] } = answer.value.describe();
    // A token that can't be read says neither yes nor no.
    if (tenantId !== undefined && !roles.includes(PERMISSION))
      throw new DeliveryError(
        'forbidden',
        `the app that signs in to mail lacks the permission ${PERMISSION} of Office 365 Exchange Online, or consent to it`,
      );
    return answer.value.accessToken;
  } finally {
    await cloud.close();
  }
}
