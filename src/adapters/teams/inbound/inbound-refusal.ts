/** Why a request was turned away. For the log alone: who asked learns only the status. */
export type RefusalReason =
  | 'forwarded'
  | 'no-token'
  | 'bad-token'
  | 'unknown-key'
  | 'keys-unavailable'
  | 'channel'
  | 'endorsement'
  | 'service-url'
  | 'foreign-service'
  | 'second-opinion'
  | 'body-too-large'
  | 'body-unreadable'
  | 'activity'
  | 'tenant'
  | 'ledger';

/** A request that is turned away with a bare status. `detail` is a code or a name, never a token or a text from outside. */
export class InboundRefusal extends Error {
  override readonly name = 'Refusal';
  readonly status: 400 | 401 | 403 | 413 | 503;
  readonly reason: RefusalReason;
  readonly detail: string | undefined;

  constructor(status: InboundRefusal['status'], reason: RefusalReason, detail?: string) {
    super(reason);
    this.status = status;
    this.reason = reason;
    this.detail = detail;
  }
}
