import type { Role } from '../../model/people/role.ts';
import type { TagRevision } from '../../model/tenants/tag-store.ts';
import type { Subject } from './subject.ts';

/** A role that can be granted: everybody has `anyone`. */
export type GrantedRole = Exclude<Role, 'anyone'>;

export interface Grant {
  subject: Subject;
  role: GrantedRole;
  /** Only for the tenants that have this tag; absent for every tenant. */
  tag?: string;
  /** Milliseconds since the epoch. */
  grantedAt: number;
  /** Who did it, as in the audit log. */
  grantedBy: string;
}

export interface BoundChannel {
  /** `placeKey` of the channel. */
  place: string;
  boundAt: number;
  boundBy: string;
}

export interface AccessBook {
  grants: readonly Grant[];
  channels: readonly BoundChannel[];
  /** Of each connection, as of the same moment: whom rights by tag are for is another after another. */
  tagRevisions: ReadonlyMap<string, TagRevision>;
}

export interface AccessStore {
  read(): Promise<AccessBook>;
  /** Replaces the subject's earlier role for every tenant, or for the same tag. Several add up. */
  grant(grant: Grant): Promise<void>;
  /** Takes the role for a tag, or all that the subject has. Whether there was one. */
  revoke(subject: Subject, tag?: string): Promise<boolean>;
  bind(channel: BoundChannel): Promise<void>;
  /** Whether it was bound. */
  unbind(place: string): Promise<boolean>;
}
