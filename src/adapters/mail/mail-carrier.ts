import { toCardHtml } from '../../core/cards/card-html.ts';
import { toCardText } from '../../core/cards/card-text.ts';
import { toSafeText } from '../../core/model/text/format.ts';
import type { RouteCarrier, RouteTelling } from '../../core/watch/notifications/event-sink.ts';
import { isEndOnly } from '../../core/watch/notifications/route-event.ts';
import { type MailServer, openMailServer } from './mail-server.ts';
import { toMailError } from './to-mail-error.ts';

/**
 * Each incident as one conversation: the first mail has the id of the incident's message, and all others name it. A repetition
 * has the same Message-ID, by which most mailboxes know it.
 */
export function createMailCarrier(server: MailServer): RouteCarrier {
  const transport = openMailServer(server);
  return async (telling, { url }) => {
    // The mail on how it was mended follows.
    if (isEndOnly(telling.event)) return undefined;
    try {
      await transport.sendMail({
        from: { name: 'Samaritan', address: server.from },
        to: { name: '', address: url.slice('mailto:'.length) },
        subject: subjectOf(telling),
        text: `${toCardText(telling.card)}\n`,
        html: toCardHtml(telling.card),
        attachments: (telling.files ?? []).map(({ name, type, content }) => ({
          ...{ filename: name, contentType: type, content: Buffer.from(content) },
        })),
        ...threadOf(telling, server.from),
        date: new Date(telling.event.timestamp),
        // Nobody's absence is answered to a program (RFC 3834; learn.microsoft.com: X-Auto-Response-Suppress).
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      return undefined;
    } catch (error) {
      throw toMailError(error, server.host);
    }
  };
}

/** The same for all of a conversation, by which some programs find it. */
function subjectOf({ event: { data }, thread }: RouteTelling): string {
  const [first] = data.incidents;
  if (!first) return toSafeText(data.summary, { maxLength: 150 });
  const more = data.incidents.length > 1 ? ` and ${data.incidents.length - 1} more` : '';
  const subject = `[${first.id}] ${toSafeText(first.cause.title, { maxLength: 120 })}${more}`;
  return thread?.address ? `Re: ${subject}` : subject;
}

function threadOf({ id, thread }: RouteTelling, from: string) {
  const toId = (key: string): string => `<${key}@${from.slice(from.lastIndexOf('@') + 1)}>`;
  if (!thread?.address) return { messageId: toId(thread?.id ?? id) };
  const first = toId(thread.id);
  return { messageId: toId(id), inReplyTo: first, references: [first] };
}
