import type { ParsedValues } from '../../core/chat/calls/values.ts';
import type { ProcessIo } from '../process-io.ts';

/** A command about the machine itself, as it was called. */
export interface HostCall {
  values: ParsedValues;
  json: boolean;
  io: ProcessIo;
  /** Stands before a command's name where it is shown. */
  prefix: string;
}
