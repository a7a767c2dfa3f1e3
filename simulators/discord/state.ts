import type { Changes } from './changes.ts';
import type { OffsetClock } from './clock.ts';
import type { Interactions } from './interactions/interaction-store.ts';
import type { Journal } from './journal.ts';
import type { Commands } from './world/commands.ts';
import type { Files } from './world/files.ts';
import type { Messages } from './world/messages.ts';
import type { Places } from './world/places.ts';

/** All that the routes and the drivers share. */
export interface StandInState {
  readonly applicationId: string;
  readonly clock: OffsetClock;
  readonly mint: () => string;
  readonly changes: Changes;
  readonly journal: Journal;
  readonly places: Places;
  readonly files: Files;
  readonly messages: Messages;
  readonly commands: Commands;
  readonly interactions: Interactions;
  /** Known once the server listens. */
  readonly gatewayUrl: () => string;
}
