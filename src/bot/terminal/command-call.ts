import type { Command } from '../../core/chat/calls/command.ts';
import type { ParsedValues } from '../../core/chat/calls/values.ts';
import type { ProcessIo } from '../process-io.ts';

export interface CommandCall {
  command: Command;
  values: ParsedValues;
  json: boolean;
  io: ProcessIo;
  /** Stands before a command's name where it is shown. */
  prefix: string;
}
