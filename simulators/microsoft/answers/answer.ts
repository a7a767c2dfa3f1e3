/** A complete HTTP answer, ready to be written. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request gets: an answer, silence until the client gives up, or a connection that breaks. */
export type Answer = Reply | 'hang' | 'reset';

/** The tenant a request is for, as far as an answer may name it. */
export interface CalledTenant {
  readonly tenantId: string;
  readonly contractId: string;
  readonly defaultDomainName: string;
  readonly displayName: string | null;
}

/** What a reaction may know about the request it answers. Carries no credential. */
export interface Call {
  readonly tenant: CalledTenant;
  readonly applicationId: string;
  readonly applicationName: string;
  /** The signed-in service account's user principal name. */
  readonly account: string;
  readonly partnerTenantId: string;
  /** The resource a token is asked for, or the host that was called. */
  readonly resource: string;
  /** 1 for the first request of its sort since the tenant's (or partner's) scenario was set. */
  readonly nth: number;
  /** 1 for the first page of a list. */
  readonly page: number;
  readonly correlationId: string;
  readonly requestId: string;
}

/** A scenario's answer to a request; `undefined` lets the service answer as usual. */
export type Reaction = (call: Call) => Answer | undefined;
