const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a technician is told of a fault of ours. */
export function internalReason(reference: string): string {
  return `That didn't work on our side. Reference ${reference}.`;
}

/** A short reference such as `7Q2M-4KX9`, read out over the phone and found in the log. `random` gives 0 to 1. */
export function createReference(random: () => number): string {
  const character = (): string => ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  const part = (): string => Array.from({ length: 4 }, character).join('');
  return `${part()}-${part()}`;
}
