/** Why Teams did not do what it was asked, as far as the way out differs, each with its sentence for the technician. */
const SENTENCES = {
  /** The message is larger than Teams takes (413): page it. */
  'too-large': 'Teams does not take a message of this size{facts}; the answer has to be split into pages.',
  /** The bot is no longer in the conversation, or there is none: forget it. */
  gone: 'The bot is no longer in this conversation{facts}; add the Samaritan app to it again.',
  'message-gone': 'The message is no longer in the conversation{facts}; ask again for a new one.',
  /** A user or an administrator blocks the bot there. It may be lifted, so nothing is forgotten. */
  blocked: 'The bot may not write to this conversation{facts}; its user or a Teams administrator has to allow it.',
  throttled: "Teams limits the bot's messages{facts}; wait a few minutes and try again.",
  unavailable: 'Teams does not answer properly{facts}; Microsoft has to act, try again later.',
  unreachable: "{host} cannot be reached{facts}; look at this machine's network, proxy and firewall.",
  /** The connection broke after the message had left: it may have arrived. */
  uncertain: 'The connection to {host} broke{facts}; look in the conversation whether the message arrived.',
  unauthorized:
    "Teams does not take the bot's token{facts}; compare MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID with the bot's registration.",
  credentials:
    'Entra does not let the bot sign in{facts}; check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID.',
  'foreign-host': 'Nothing was sent: {host} is not a Teams service of Microsoft.',
  'invalid-reference': 'The stored conversation cannot be read; write to the bot there once, and it is stored anew.',
  rejected: 'Teams refuses the message{facts}; the log has the reference of this fault.',
};
export type TeamsErrorCode = keyof typeof SENTENCES;

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

function sentence(code: TeamsErrorCode, { status, serviceCode, host = 'Teams' }: TeamsErrorFacts): string {
  const known = [serviceCode, status === undefined ? undefined : `HTTP ${status}`].filter(Boolean).join(', ');
  const facts = known === '' ? '' : ` (${known})`;
  return SENTENCES[code].replace('{facts}', () => facts).replace('{host}', () => host);
}
