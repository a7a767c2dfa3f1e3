import type { CauseId, Owner } from '../../model/causes/cause.ts';
import { fitsCause } from '../../model/tenants/fits-pattern.ts';
import { isAtLeast, type Severity } from '../incidents/severity.ts';
import type { Subscription } from './subscription.ts';

export interface Tellable {
  connection: string;
  cause: CauseId;
  owner: Owner;
  severity: Severity;
}

export function wants(subscription: Subscription, { connection, cause, owner, severity }: Tellable): boolean {
  const { connections, causes, owners, minimumSeverity } = subscription;
  return (
    isAtLeast(severity, minimumSeverity) &&
    (connections.length === 0 || connections.includes(connection)) &&
    (owners.length === 0 || owners.includes(owner)) &&
    (causes.length === 0 || fitsCause(cause, causes))
  );
}
