import type { WireComponent, WireEmbed, WireMessage } from '../wire.ts';
import { type Breach, breach } from './breach.ts';
import { checkComponents } from './components.ts';
import { checkEmbeds } from './embeds.ts';
import { walkComponents } from './walk-components.ts';

export const FLAG = { suppressEmbeds: 1 << 2, ephemeral: 1 << 6, loading: 1 << 7, v2: 1 << 15 } as const;
const SUPPRESS_NOTIFICATIONS = 1 << 12;
const MOST_CONTENT = 2000;
const MOST_FILE_BYTES = 10 * 1024 * 1024;
const MOST_REQUEST_BYTES = 25 * 1024 * 1024;

/** The message as it will stand, and the request that makes it so. */
export interface MessageSubject {
  readonly body: WireMessage;
  readonly content: string;
  readonly embeds: readonly WireEmbed[];
  readonly components: readonly WireComponent[];
  readonly filenames: readonly string[];
  readonly flags: number;
  /** The flags it has now; undefined when the message doesn't exist yet. */
  readonly previousFlags: number | undefined;
  /** A new message, or the edit that fills a deferred one: both can ping. */
  readonly mayPing: boolean;
  /** Whether the route may make a message ephemeral. */
  readonly mayBeEphemeral: boolean;
  readonly uploadBytes: readonly number[];
}

/** All hand rules for a message. */
export function checkMessage(subject: MessageSubject): Breach[] {
  const v2 = (subject.flags & FLAG.v2) !== 0;
  return [
    ...checkContent(subject, v2),
    ...checkFlags(subject, v2),
    ...checkEmbeds(subject.embeds),
    ...checkComponents(subject.components, v2),
    ...checkMentions(subject),
    ...checkFiles(subject, v2),
  ];
}

function checkContent({ body, content, embeds, components, filenames }: MessageSubject, v2: boolean): Breach[] {
  const breaches: Breach[] = [];
  const nothing = content.trim() === '' && embeds.length === 0 && components.length === 0 && filenames.length === 0;
  // A sticker or poll makes a message too.
  if (nothing && body.poll == null && (body.sticker_ids ?? []).length === 0)
    breaches.push(breach('message-empty', 'Cannot send an empty message', 50006));
  if (content.length > MOST_CONTENT)
    breaches.push(breach('content-length', `content: ${content.length} characters of ${MOST_CONTENT} allowed`));
  if (v2 && components.length === 0 && !nothing)
    breaches.push(breach('v2-without-components', 'IS_COMPONENTS_V2 without any component'));
  return breaches;
}

/** resources/message.mdx, "Message flags". */
function checkFlags(subject: MessageSubject, v2: boolean): Breach[] {
  const breaches: Breach[] = [];
  if (v2) {
    if (subject.content !== '') breaches.push(breach('v2-with-content', 'IS_COMPONENTS_V2 forbids content'));
    if (subject.embeds.length > 0) breaches.push(breach('v2-with-embeds', 'IS_COMPONENTS_V2 forbids embeds'));
    if (subject.body.poll != null) breaches.push(breach('v2-with-poll', 'IS_COMPONENTS_V2 forbids a poll'));
    if ((subject.body.sticker_ids ?? []).length > 0)
      breaches.push(breach('v2-with-stickers', 'IS_COMPONENTS_V2 forbids stickers'));
  }
  const sent = subject.body.flags ?? undefined;
  if (sent === undefined) return breaches;
  const wasV2 = ((subject.previousFlags ?? 0) & FLAG.v2) !== 0;
  if (wasV2 && (sent & FLAG.v2) === 0)
    breaches.push(breach('v2-flag-removed', 'IS_COMPONENTS_V2 cannot be taken from a message'));
  const known = FLAG.suppressEmbeds | FLAG.v2 | SUPPRESS_NOTIFICATIONS | (subject.mayBeEphemeral ? FLAG.ephemeral : 0);
  if ((sent & ~known) !== 0) breaches.push(breach('flags-not-allowed', `flags: ${sent} may not be set here`));
  return breaches;
}

/** Our own rule, stricter than Discord: text from outside is in every message, so nothing may ever ping. */
function checkMentions({ body, mayPing }: MessageSubject): Breach[] {
  const mentions = body.allowed_mentions;
  if (mentions == null)
    return mayPing ? [breach('allowed-mentions', 'allowed_mentions: must be there, with parse: []')] : [];
  const named = [...(mentions.parse ?? ['parse is missing']), ...(mentions.users ?? []), ...(mentions.roles ?? [])];
  return named.length === 0 ? [] : [breach('allowed-mentions', `allowed_mentions: lets through ${named.join(', ')}`)];
}

function checkFiles({ components, embeds, filenames, uploadBytes }: MessageSubject, v2: boolean): Breach[] {
  const media = walkComponents(components).flatMap((one) => [
    one.file?.url,
    one.media?.url,
    ...(one.items ?? []).map((item) => item.media.url),
  ]);
  const pictures = embeds.flatMap((embed) => [embed.image?.url, embed.thumbnail?.url]);
  const named = [...media, ...pictures].flatMap((url) =>
    url?.startsWith('attachment://') === true ? [url.slice('attachment://'.length)] : [],
  );
  const breaches = named
    .filter((name) => !filenames.includes(name))
    .map((name) => breach('attachment-missing', `attachment://${name} names a file the message doesn't have`));
  if (v2) {
    for (const name of filenames.filter((one) => !named.includes(one)))
      breaches.push(breach('v2-attachment-hidden', `${name}: with IS_COMPONENTS_V2 a file shows only where named`));
  }
  const largest = Math.max(0, ...uploadBytes);
  if (largest > MOST_FILE_BYTES)
    breaches.push(breach('file-size', `a file of ${largest} bytes of ${MOST_FILE_BYTES} allowed`, 40005));
  const total = uploadBytes.reduce((sum, bytes) => sum + bytes, 0);
  if (total > MOST_REQUEST_BYTES)
    breaches.push(breach('request-size', `${total} bytes of ${MOST_REQUEST_BYTES} allowed`, 40005));
  return breaches;
}
