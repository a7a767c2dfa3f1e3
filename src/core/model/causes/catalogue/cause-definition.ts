/** Who has to act by default. `either`: the tenant that refused decides. `none`: nobody outside Samaritan. */
export type DefaultOwner = 'partner' | 'customer' | 'either' | 'microsoft' | 'network' | 'unknown' | 'none';

export interface CauseDefinition {
  /** The fact, as a headline of at most 60 characters. */
  title: string;
  /** What it means, in one sentence a tired person understands. */
  meaning: string;
  owner: DefaultOwner;
}
