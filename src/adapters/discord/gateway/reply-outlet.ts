import type { Card } from '../../../core/cards/card.ts';
import { showPlainer } from '../../../core/cards/reduce-card.ts';
import type { ShowOptions } from '../../../core/chat/calls/chat-request.ts';
import {
  isAboutContent,
  isExpired,
  isForbidden,
  isGone,
  type RestFault,
  sendPersistently,
  toRestFault,
} from '../rest-fault.ts';
import type { SentMessage } from './discord-api.ts';
import type { DiscordAddress } from './message-address.ts';
import { answeredPrivatelyCard, movedCard, withSentence } from './notices.ts';
import { lacksSentence, missingToAnswer } from './permissions.ts';
import { mayShow, type ReplyContext } from './reply-context.ts';
import { type OutgoingMessage, toMessage } from './to-message.ts';

/** Where the answer stands now: a message of the interaction, one of the bot's own, or nowhere yet or any more. */
type Target =
  | { kind: 'reply'; messageId: string }
  | { kind: 'message'; channelId: string; messageId: string }
  | { kind: 'fresh' }
  | { kind: 'lost' };

/** Puts cards where they can be seen, one request at a time. Its promises never reject for what Discord does. */
export interface ReplyOutlet {
  show(card: Card, options: ShowOptions): Promise<void>;
  showPrivately(card: Card, options: ShowOptions): Promise<void>;
  address(): DiscordAddress | undefined;
  /** The last answer is not shown, for a reason that passes. */
  owes(): boolean;
  /** Whether there is something to see, if only the card that was pressed. */
  hasShown(): boolean;
  isPrivate(): boolean;
}

export function createReplyOutlet(context: ReplyContext): ReplyOutlet {
  const { api, clock, log, interaction, expiresAt, movesAt } = context;
  const { token, userId, fileLimit } = interaction;
  const fields = { interaction: interaction.id, channel: interaction.channelId };
  let isPrivate = context.isPrivate;
  let target: Target = { kind: 'reply', messageId: '@original' };
  let shown: SentMessage | undefined = context.pressed;
  let answered = false;
  let owing = false;
  let posts = 0;

  const isAlive = (): boolean => clock.now() < movesAt;
  const trying = <T>({ final }: ShowOptions, send: () => Promise<T>): Promise<T> =>
    final ? sendPersistently(send, context.pause) : send();
  const owe = ({ final }: ShowOptions, fault: RestFault): void => {
    owing = final === true && !isAboutContent(fault);
  };
  const toOutgoing = (card: Card, { files = [] }: ShowOptions): OutgoingMessage =>
    toMessage(card, mayShow(card, files, isPrivate, log), fileLimit);

  async function deliver(card: Card, options: ShowOptions): Promise<void> {
    if (target.kind === 'lost') return;
    if (target.kind === 'fresh') return showAnew(card, options);
    if (target.kind === 'reply' && !isAlive()) return goOn(card, options);
    const fault = await tryEdit(card, options);
    if (fault === undefined) return;
    if (target.kind === 'reply' && isExpired(fault)) return goOn(card, options);
    if (isGone(fault)) {
      if (options.final) return showAnew(card, options);
      return log('debug', 'a message that was deleted is not edited any more', fields);
    }
    if (isForbidden(fault)) return tellForbidden(card, missingToAnswer(interaction.appPermissions, true));
    if (!options.final) return log('warn', 'an answer could not be edited', { ...fields, ...fault });
    const left = await showPlainer(card, fault, isAboutContent, (plainer) => tryEdit(plainer, { final: true }));
    if (!left) return;
    owe(options, left);
    log('error', 'an answer could not be edited', { ...fields, ...left });
  }

  async function tryEdit(card: Card, options: ShowOptions): Promise<RestFault | undefined> {
    const message = toOutgoing(card, options);
    const at = target;
    try {
      if (at.kind === 'reply') shown = await trying(options, () => api.editReply(token, at.messageId, message));
      if (at.kind === 'message') shown = await trying(options, () => api.edit(at.channelId, at.messageId, message));
      answered = true;
      return undefined;
    } catch (error) {
      return toRestFault(error);
    }
  }

  /** A new message in place of one that was deleted. */
  async function showAnew(card: Card, options: ShowOptions): Promise<void> {
    if (target.kind === 'message' || !isAlive()) return goOn(card, options);
    try {
      const message = toOutgoing(card, options);
      shown = await api.followUp(token, message, isPrivate);
      target = { kind: 'reply', messageId: shown.messageId };
      answered = true;
    } catch (error) {
      const fault = toRestFault(error);
      if (isExpired(fault)) return goOn(card, options);
      if (isForbidden(fault)) return tellForbidden(card, missingToAnswer(interaction.appPermissions, true));
      owe(options, fault);
      log('error', 'an answer could not be shown anew', { ...fields, ...fault });
    }
  }

  /** The interaction is as good as over: on as a message of the bot's own, in the channel or directly to the person. */
  async function goOn(card: Card, options: ShowOptions): Promise<void> {
    const before = target;
    const old = shown;
    if (before.kind === 'reply' && before.messageId === '@original' && !isPrivate && context.pressed) {
      target = { kind: 'message', ...context.pressed };
      return deliver(card, options);
    }
    const message = toOutgoing(card, options);
    try {
      const wayIn = isPrivate ? undefined : context.wayInto(interaction.channelId, message.files.length > 0);
      if (wayIn && wayIn.missing.length > 0) return tellForbidden(card, wayIn.missing);
      const channelId = isPrivate ? await api.openDirect(userId) : interaction.channelId;
      posts += 1;
      const replyTo = wayIn?.mayReply && old?.channelId === channelId ? { replyTo: old.messageId } : {};
      const extras = { nonce: `${interaction.id}-${posts}`, ...replyTo };
      shown = await trying(options, () => api.post(channelId, message, extras));
      target = { kind: 'message', ...shown };
      answered = true;
    } catch (error) {
      const fault = toRestFault(error);
      if (!isPrivate && isForbidden(fault)) return tellForbidden(card, []);
      target = isForbidden(fault) || isGone(fault) ? { kind: 'lost' } : before;
      if (target.kind !== 'lost') owe(options, fault);
      return log('warn', 'an answer could not go on outside its interaction', { ...fields, isPrivate, ...fault });
    }
    if (before.kind === 'reply' && old) await leaveNote(before.messageId, old);
  }

  async function leaveNote(replyId: string, old: SentMessage): Promise<void> {
    const note = toMessage(movedCard(isPrivate ? 'direct' : 'below'));
    try {
      // As the bot itself where it can: Discord may have ended the interaction's token before its time.
      if (!isPrivate) await api.edit(old.channelId, old.messageId, note);
      else if (clock.now() < expiresAt) await api.editReply(token, replyId, note);
    } catch (error) {
      log('debug', 'the old message could not be told where its answer is', { ...fields, ...toRestFault(error) });
    }
  }

  /** Discord doesn't let the bot answer here: the person is told which permission is lacking, and gets the answer. */
  async function tellForbidden(card: Card, names: readonly string[]): Promise<void> {
    log('warn', 'a permission is lacking in a channel', { ...fields, permissions: names });
    const told = withSentence(card, lacksSentence(names));
    if (isPrivate && (target.kind !== 'reply' || names.length === 0)) {
      target = { kind: 'lost' };
      return log('warn', 'a private answer could not be shown', fields);
    }
    if (!isPrivate) await coverOriginal();
    const wasPrivate = isPrivate;
    isPrivate = true;
    if (!wasPrivate) target = { kind: 'fresh' };
    if (!wasPrivate) return showAnew(told, {});
    const fault = await tryEdit(told, {});
    if (fault) log('warn', 'a private answer could not be shown', { ...fields, ...fault });
  }

  /** A follow-up takes the place of a reply that still thinks, and would be seen as that is. */
  async function coverOriginal(): Promise<void> {
    if (!answered && !context.pressed && isAlive()) await tryEdit(answeredPrivatelyCard(), {});
  }

  return {
    show(card, options) {
      owing = false;
      return deliver(card, options);
    },
    owes: () => owing,
    async showPrivately(card, options) {
      if (isPrivate && !answered) return deliver(card, options);
      await coverOriginal();
      const message = toMessage(card, options.files, fileLimit);
      const directly = async (): Promise<unknown> => api.post(await api.openDirect(userId), message);
      try {
        if (!isAlive()) await directly();
        else {
          await api.followUp(token, message, true).catch((error: unknown) => {
            if (!isExpired(toRestFault(error))) throw error;
            return directly();
          });
        }
      } catch (error) {
        log('warn', 'a private message could not be shown', { ...fields, ...toRestFault(error) });
      }
    },
    address() {
      if (target.kind === 'fresh' || target.kind === 'lost') return undefined;
      const { channelId, id: interactionId } = interaction;
      // Nothing was shown yet: what was acknowledged is there, and its own id is heard of with the first card.
      const reply = { token, expiresAt, ...(isPrivate ? { userId } : {}) };
      if (!shown) return { channelId, messageId: '@original', interactionId, reply };
      return target.kind === 'message' || !isPrivate ? shown : { ...shown, reply };
    },
    hasShown: () => answered || context.pressed !== undefined,
    isPrivate: () => isPrivate,
  };
}
