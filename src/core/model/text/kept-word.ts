import { z } from 'zod';

/** A word of a closed list, taken as it was kept: a later version may have fewer of them. */
export function keptWord<T extends string>() {
  return z.custom<T>((value) => typeof value === 'string');
}
