/** Why Teams did not do what it was asked, as far as the way out differs. */
export type TeamsErrorCode =
  /** The message is larger than Teams takes (413): page it. */
  | 'too-large'
  /** The bot is no longer in the conversation, or there is none: forget it. */
  | 'gone'
  /** The one message is no longer there; the conversation is. */
  | 'message-gone'
  /** A user or an administrator blocks the bot there. It may be lifted, so nothing is forgotten. */
  | 'blocked'
  | 'throttled'
  /** Teams' own fault, after all tries. */
  | 'unavailable'
  | 'unreachable'
  /** The connection broke after the message had left: it may have arrived. */
  | 'uncertain'
  /** The connector does not take the bot's token. */
  | 'unauthorized'
  /** Entra does not give the bot a token. */
  | 'credentials'
  /** The address is not one of Microsoft's, so nothing was sent. */
  | 'foreign-host'
  /** A stored conversation reference that cannot be read. */
  | 'invalid-reference'
  /** Any other refusal. */
  | 'rejected';

/** Raw facts of a refusal. None of them holds a token or a message's text. */
export interface TeamsErrorFacts {
  status?: number | undefined;
  /** The service's own code, such as `BotNotInConversationRoster` or `AADSTS7000222`. */
  serviceCode?: string | undefined;
  retryAfterMs?: number | undefined;
  host?: string | undefined;
  cause?: unknown;
}

/** Teams refused, or could not be asked. `message` is a sentence for the technician. */
export class TeamsError extends Error {
  override readonly name = 'TeamsError';
  readonly code: TeamsErrorCode;
  readonly status: number | undefined;
  readonly serviceCode: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: TeamsErrorCode, facts: TeamsErrorFacts = {}) {
    super(sentence(code, facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.status = facts.status;
    this.serviceCode = facts.serviceCode;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

function sentence(code: TeamsErrorCode, { status, serviceCode, host }: TeamsErrorFacts): string {
  const known = [serviceCode, status === undefined ? undefined : `HTTP ${status}`].filter(Boolean).join(', ');
  const facts = known === '' ? '' : ` (${known})`;
  switch (code) {
    case 'too-large':
      return `Teams does not take a message of this size${facts}; the answer has to be split into pages.`;
    case 'gone':
      return `The bot is no longer in this conversation${facts}; add the Samaritan app to it again.`;
    case 'message-gone':
      return `The message is no longer in the conversation${facts}; ask again for a new one.`;
    case 'blocked':
      return `The bot may not write to this conversation${facts}; its user or a Teams administrator has to allow it.`;
    case 'throttled':
      return `Teams limits the bot's messages${facts}; wait a few minutes and try again.`;
    case 'unavailable':
      return `Teams does not answer properly${facts}; Microsoft has to act, try again later.`;
    case 'unreachable':
      return `${host ?? 'Teams'} cannot be reached${facts}; look at this machine's network, proxy and firewall.`;
    case 'uncertain':
      return `The connection to ${host ?? 'Teams'} broke${facts}; look in the conversation whether the message arrived.`;
    case 'unauthorized':
      return `Teams does not take the bot's token${facts}; compare MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID with the bot's registration.`;
    case 'credentials':
      return `Entra does not let the bot sign in${facts}; check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID.`;
    case 'foreign-host':
      return `Nothing was sent: ${host ?? 'the address'} is not a Teams service of Microsoft.`;
    case 'invalid-reference':
      return 'The stored conversation cannot be read; write to the bot there once, and it is stored anew.';
    case 'rejected':
      return `Teams refuses the message${facts}; the log has the reference of this fault.`;
  }
}
