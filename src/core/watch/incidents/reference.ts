/** Without I, L, O and U, so that it can be read out over the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;
const SHORTEST = 4;
/** Odd, so that multiplying by it modulo a power of two maps every number to one of its own. */
const SPREAD = 2_654_435_761n;

/** The time is one part of a number, so that a database that was restored gives none that it gave before. */
const EPOCH = Date.UTC(2026, 0, 1);
const NUMBER_EVERY_MS = 100;

/** The lowest number for an incident that opens now. */
export function firstNumberAt(at: number): number {
  return Math.max(0, Math.floor((at - EPOCH) / NUMBER_EVERY_MS));
}

/**
 * The reference of the incident with this number, counted from 0: `INC-7Q2M`. Every number has its own, and neighbours
 * look nothing alike. By the time that is in them, they have six characters until 2029.
 */
export function toIncidentReference(number: number): string {
  let length = SHORTEST;
  let from = 0;
  while (number - from >= 2 ** (BITS * length)) {
    from += 2 ** (BITS * length);
    length += 1;
  }
  const size = BigInt(2 ** (BITS * length));
  let rest = (BigInt(number - from) * SPREAD + (size >> 1n) + 7n) % size;
  let text = '';
  for (let index = 0; index < length; index += 1) {
    text = ALPHABET.charAt(Number(rest % 32n)) + text;
    rest /= 32n;
  }
  return `INC-${text}`;
}

/** Whether a text is a reference: buttons name reports and incidents in the same place. */
export function isIncident(text: string): boolean {
  return text.startsWith('INC-');
}
