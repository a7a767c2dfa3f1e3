import type { CauseId } from '../../model/causes/cause.ts';
import type { Owner } from '../../model/causes/owner.ts';
import type { CheckId } from '../../model/checks/check.ts';

/** What is known around a cause. A fact that is missing is not known, which is never the same as untrue. */
export interface Situation {
  cause?: CauseId;
  /** Who has to act on it here. */
  owner?: Owner;
  /** Tenants with this cause, and tenants tested in the same run. Both 0 where the partner connection itself fails. */
  hit?: number;
  tested?: number;
  /** Where nobody counted: in all tenants or in one, as a pasted text says. */
  spread?: 'all' | 'one' | undefined;
  /** Whose answers failed, where it is only one service. */
  service?: 'graph' | 'exchange' | undefined;
  /** Whether the partner's token carries an MFA claim. */
  mfa?: boolean | undefined;
  /** The kind of the connection: a signed-in account, or the app alone. */
  kind?: 'sam' | 'app-only' | undefined;
  /** The connection it is about, where commands have to name it. */
  connection?: string;
  exchangeMode?: 'sam' | 'legacy';
  /** AADSTS codes and error words of the evidence. */
  codes?: readonly string[] | undefined;
  /** What was pasted, in lower case. */
  text?: string;
  /** Checks that hold, where it is about one tenant. */
  links?: readonly CheckId[];
  /** Checks that show the cause. */
  broken?: readonly string[];
  /** The policy that refuses is known, for each tenant it is about. */
  policy?: true | undefined;
  /** The step that mends what was found here, better than an article knows it. Words. */
  next?: string | undefined;
  /** It is shown beside a button that tests again; where it isn't, only a command does. */
  hasButton?: true | undefined;
}

/** A cause that hits this many tenants and this share of those tested has one origin, and that is the partner's. */
export const CROWD = { tenants: 3, share: 0.2 } as const;

/** Whether so many tenants point at one origin. */
export function isCrowd(hit: number, tested: number): boolean {
  return hit >= CROWD.tenants && hit >= tested * CROWD.share;
}
