import type { Connection } from '../../model/cloud/connection.ts';
import type { MicrosoftCloudFactory, OpenCloudOptions } from '../../model/cloud/microsoft-cloud.ts';
import type { AppGate } from './app-gate.ts';
import { createFaultReferences, type ReportInternal, withReferences } from './internal-faults.ts';
import { withSharedReadings } from './shared-readings.ts';
import { MOST_NAMED, type TestTenantsOptions } from './test-tenants.ts';

export interface SeatParts {
  clouds: MicrosoftCloudFactory;
  concurrency: number;
  /** Before whatever this process asks for the app. */
  gate: AppGate;
  /** How many processes test the run's tenants. */
  workers: number;
  onHeld: OpenCloudOptions['onHeld'];
  reportInternal: ReportInternal;
}

export interface RunSeat
  extends Pick<TestTenantsOptions, 'cloud' | 'connection' | 'grant' | 'signal' | 'budget' | 'toReference'> {
  giveUp(): void;
  close(): Promise<void>;
}

/**
 * Throws where the partner's own token can't be had here: it could be had where the run began, so whatever is said of
 * tenants from here would be about this machine.
 */
export async function openRunSeat(
  connection: Connection,
  { clouds, concurrency, gate, workers, onHeld, reportInternal }: SeatParts,
): Promise<RunSeat> {
  const toReference = createFaultReferences(reportInternal);
  const abort = new AbortController();
  const { signal } = abort;
  const giveUp = (): void => abort.abort(new Error('interrupted'));
  const opened = clouds.open({ connection, concurrency, signal, onLost: giveUp, onHeld });
  const cloud = withSharedReadings(withReferences(gate.guard(opened), toReference));
  const answer = await cloud.ask({ id: 'entra.token', authorityTenant: connection.tenant, resource: 'graph' });
  if (!answer.ok) {
    await cloud.close();
    const { kind, ...fault } = answer.fault;
    const code = 'codes' in fault ? ` (AADSTS${fault.codes[0] ?? ' without a number'})` : '';
    throw new Error(`the token of ${connection.name} can't be redeemed by this worker: ${kind}${code}`);
  }
  const budget = { left: Math.ceil(MOST_NAMED / workers) };
  return { cloud, connection, grant: answer.value, signal, budget, toReference, giveUp, close: () => cloud.close() };
}
