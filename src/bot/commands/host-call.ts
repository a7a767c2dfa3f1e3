import type { HostCommandName, HostValues } from '../../core/chat/commands/host-commands.ts';
import type { PrintOptions } from '../terminal/print-answer.ts';

/** A command line that is run next, once this one has ended well. */
export interface FollowUp {
  next: readonly string[];
}

export interface HostCall<Name extends HostCommandName = HostCommandName> extends PrintOptions {
  name: Name;
  values: HostValues<Name>;
}
