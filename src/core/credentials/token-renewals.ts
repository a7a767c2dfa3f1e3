import type { RenewalResult } from './renew-connection.ts';

export type FirstStep =
  | { kind: 'link'; url: string; expiresAt: number }
  | { kind: 'device-code'; verificationUri: string; userCode: string; expiresAt: number };

/** A renewal that was begun. `first` is null where it ended before anybody could do anything. */
export interface BegunRenewal {
  first: FirstStep | null;
  end: Promise<RenewalResult>;
}

export interface TokenRenewals {
  /** Undefined where there is no such connection, or its credentials can't be right. */
  begin(wish: { connection: string; by: string; account?: string | undefined }): Promise<BegunRenewal | undefined>;
}
