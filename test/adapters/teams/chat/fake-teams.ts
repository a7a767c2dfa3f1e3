import type {
  InboundBase,
  InboundConversation,
  InboundEvent,
} from '../../../../src/adapters/teams/inbound/inbound-event.ts';
import type { ConversationReference } from '../../../../src/adapters/teams/outbound/conversation-reference.ts';
import type { TeamsConnector } from '../../../../src/adapters/teams/outbound/create-teams-connector.ts';
import { type OutgoingMessage, renderActivity } from '../../../../src/adapters/teams/outbound/outgoing-message.ts';
import { TeamsError } from '../../../../src/adapters/teams/outbound/teams-error.ts';
import type { KeptConversation, ReferenceStore } from '../../../../src/core/chat/calls/reference-store.ts';
import { textsOf } from '../cards/card-rules.ts';

export const PERSON = '0a1b2c3d-0000-4000-8000-00000000abcd';
export const TENANT = '22222222-0000-4000-8000-00000000abcd';
export const CHANNEL = '19:channel@thread.tacv2';
export const THREAD = `${CHANNEL};messageid=1700000000000`;
export const GROUP = '19:group@thread.v2';
export const PERSONAL = 'a:personal-with-alex';

const CONVERSATIONS: Readonly<Record<'personal' | 'group' | 'channel', InboundConversation>> = {
  personal: {
    id: PERSONAL,
    type: 'personal',
    tenantId: TENANT,
    teamId: undefined,
    baseId: PERSONAL,
    rootMessageId: undefined,
  },
  group: { id: GROUP, type: 'groupChat', tenantId: TENANT, teamId: undefined, baseId: GROUP, rootMessageId: undefined },
  channel: {
    id: THREAD,
    type: 'channel',
    tenantId: TENANT,
    teamId: 'team-1',
    baseId: CHANNEL,
    rootMessageId: '1700000000000',
  },
};

type Kind = InboundEvent extends infer Event
  ? Event extends InboundEvent
    ? Omit<Event, keyof InboundBase>
    : never
  : never;

export function eventOf(where: keyof typeof CONVERSATIONS, what: Kind, more: Partial<InboundBase> = {}): InboundEvent {
  return {
    activityId: 'incoming-1',
    channelId: 'msteams',
    conversation: CONVERSATIONS[where],
    from: { id: '29:alex', aadObjectId: PERSON.toUpperCase(), name: 'Alex' },
    bot: { id: '28:bot', name: 'Samaritan' },
    tenantId: TENANT,
    serviceUrl: 'https://smba.trafficmanager.net/emea/',
    replyToId: 'pressed-1',
    locale: undefined,
    ...more,
    ...what,
  } as InboundEvent;
}

interface Sent {
  how: 'send' | 'update' | 'open';
  where: string;
  id: string;
  message: OutgoingMessage;
}

/** A connector that keeps what it is given, and refuses what it is told to. */
export class FakeTeams implements TeamsConnector {
  readonly sent: Sent[] = [];
  /** The next calls are refused with these; undefined lets one through. */
  readonly faults: (TeamsError | Error | undefined)[] = [];
  /** Nobody has the app for themselves. */
  personalRefused = false;
  /** What was put into somebody's OneDrive, and the questions and messages that were deleted. */
  readonly uploads: { url: string; text: string }[] = [];
  readonly deleted: string[] = [];
  /** What lies in OneDrive by its address. */
  readonly drive = new Map<string, Uint8Array>();
  readonly files: TeamsConnector['files'] = {
    upload: async ({ uploadUrl: url }, content) => {
      this.#refuse();
      this.uploads.push({ url, text: Buffer.from(content).toString('utf8') });
    },
    download: async (url, mostBytes) => {
      const bytes = this.drive.get(url);
      if (!bytes) throw new TeamsError('foreign-host', { host: 'files.example' });
      if (bytes.byteLength > mostBytes) throw new TeamsError('too-large');
      return bytes;
    },
  };
  #count = 0;

  async send({ conversationId }: ConversationReference, message: OutgoingMessage): Promise<string> {
    this.#refuse();
    // Throws where Teams would split it.
    renderActivity(message);
    this.#count += 1;
    const id = `message-${this.#count}`;
    this.sent.push({ how: 'send', where: conversationId, id, message });
    return id;
  }

  async update({ conversationId }: ConversationReference, id: string, message: OutgoingMessage): Promise<void> {
    this.#refuse();
    renderActivity(message);
    this.sent.push({ how: 'update', where: conversationId, id, message });
  }

  async delete({ conversationId }: ConversationReference, id: string): Promise<boolean> {
    this.deleted.push(`${conversationId} ${id}`);
    return true;
  }

  async createPersonalConversation(request: Parameters<TeamsConnector['createPersonalConversation']>[0]) {
    this.sent.push({ how: 'open', where: request.aadObjectId, id: '', message: {} });
    if (this.personalRefused) throw new TeamsError('blocked', { status: 403 });
    return {
      channelId: 'msteams',
      serviceUrl: request.serviceUrl,
      conversationId: PERSONAL,
      conversationType: 'personal',
      botId: request.botId,
      tenantId: request.tenantId,
    } as const;
  }

  /** What was written, each as `how where id: title`. */
  get log(): string[] {
    return this.sent.map(({ how, where, id, message }) => {
      const shown = message.card ? (textsOf(message.card)[0] ?? '') : (message.text ?? message.summary ?? '');
      return [how, where, id].filter((one) => one !== '').join(' ') + (shown === '' ? '' : `: ${shown}`);
    });
  }

  #refuse(): void {
    const fault = this.faults.shift();
    if (fault) throw fault;
  }
}

/** The port in memory. */
export class MemoryReferences implements ReferenceStore {
  readonly kept = new Map<string, KeptConversation & { welcomed: boolean }>();

  async keep(conversation: KeptConversation): Promise<void> {
    const welcomed = this.kept.get(conversation.conversationId)?.welcomed ?? false;
    this.kept.set(conversation.conversationId, { ...conversation, welcomed });
  }

  async find(conversationId: string): Promise<string | undefined> {
    return this.kept.get(conversationId)?.reference;
  }

  async personal(personId: string): Promise<string | undefined> {
    return [...this.kept.values()].findLast((one) => one.personId === personId)?.reference;
  }

  async remove(conversationId: string): Promise<void> {
    this.kept.delete(conversationId);
  }

  async removeTeam(teamId: string): Promise<void> {
    for (const [id, one] of this.kept) if (one.teamId === teamId) this.kept.delete(id);
  }

  async firstWelcome(conversationId: string): Promise<boolean> {
    const one = this.kept.get(conversationId);
    if (!one || one.welcomed) return false;
    one.welcomed = true;
    return true;
  }
}

/** Takes what is logged, to be looked at. */
export class MemoryLog {
  readonly lines: { level: 'warn' | 'error'; fields: Readonly<Record<string, unknown>>; message: string }[] = [];

  warn(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.lines.push({ level: 'warn', fields, message });
  }

  error(fields: Readonly<Record<string, unknown>>, message: string): void {
    this.lines.push({ level: 'error', fields, message });
  }
}
