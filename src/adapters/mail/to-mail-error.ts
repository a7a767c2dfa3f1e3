import { DeliveryError } from '../../core/cards/messenger.ts';
import { toSafeText } from '../../core/model/text/format.ts';

/**
 * What the mail server's refusal means (RFC 5321, 4.2): 4yz is asked again; 5yz to the recipient means that there is none,
 * to the sign-in or the sender that somebody has to mend our settings, and to the content that it is not taken.
 * Nothing that the server wrote is repeated but its codes.
 */
export function toMailError(error: unknown, host: string): DeliveryError {
  const { code, command, responseCode, response, message, cause } = error as Partial<Record<string, unknown>>;
  if (cause instanceof DeliveryError) return cause;
  const said = typeof responseCode === 'number' ? responseCode : undefined;
  const [, detail = ''] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(response ?? '')) ?? [];
  const words = `${host} answers ${said ?? 'nothing'}${detail && ` (${detail})`}`;
  if (code === 'ETLS')
    return new DeliveryError('forbidden', `${host} offers no encryption, without which nothing is sent`);
  if (code === 'EAUTH') return new DeliveryError(busyOr('forbidden', said), `${words} to the sign-in`);
  if (said === undefined)
    return new DeliveryError(
      'busy',
      // The message ends with what the server wrote, where it wrote anything.
      `${host} could not be spoken to: ${response === undefined ? toSafeText(String(message)) : 'what it answers is no SMTP'}`,
      { uncertain: true },
    );
  if (command === 'RCPT TO') return new DeliveryError(busyOr('gone', said), `${words} to the recipient’s address`);
  if (command === 'MAIL FROM') return new DeliveryError(busyOr('forbidden', said), `${words} to the sender’s address`);
  return new DeliveryError(busyOr('refused', said), `${words} to the mail`, { uncertain: said < 500 });
}

function busyOr(code: 'gone' | 'forbidden' | 'refused', status: number | undefined): DeliveryError['code'] {
  return status !== undefined && status < 500 ? 'busy' : code;
}
