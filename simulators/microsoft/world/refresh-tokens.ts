import type { Random } from './random.ts';

const SUFFIX_LENGTH = 28;
const CHECK_LENGTH = 6;

/** All refresh tokens of one grant. Any that was ever issued stays valid, as Microsoft's do after redemption. */
export interface RefreshTokenFamily {
  /** A token that was not issued before. */
  issue(): string;
  /** False for a cut, mangled or foreign token. */
  owns(token: string): boolean;
  /** The beginning that all tokens of the family share and nothing else has. */
  readonly mark: string;
}

/**
 * Creates a family whose tokens can be told by their text alone: nothing is stored, so ten thousand redemptions cost no
 * memory. `prefix` is what Microsoft's begin with (0.A or 1.A).
 */
export function createRefreshTokenFamily(prefix: string, random: Random): RefreshTokenFamily {
  const mark = `${prefix}${random.text(60)}.`;
  const stem = `${mark}AgABAwEAAAAm-${random.text(560)}`;
  const length = stem.length + SUFFIX_LENGTH;
  const padding = random.text(SUFFIX_LENGTH - CHECK_LENGTH);
  let issued = 0;
  const issue = (): string => {
    issued += 1;
    const number = issued.toString(36);
    const serial = padding.slice(0, -number.length - 1) + number.padStart(number.length + 1, '-');
    return stem + serial + checkOf(serial);
  };
  const owns = (token: string): boolean => {
    if (token.length !== length || !token.startsWith(stem)) return false;
    return token.slice(-CHECK_LENGTH) === checkOf(token.slice(stem.length, -CHECK_LENGTH));
  };
  return { issue, owns, mark };
}

function checkOf(serial: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < serial.length; index += 1) hash = Math.imul(hash ^ serial.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36).padStart(CHECK_LENGTH, '0').slice(-CHECK_LENGTH);
}
