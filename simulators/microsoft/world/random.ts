/** A repeatable source of numbers: the same seed gives the same sequence. Not for secrets. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  guid(): string;
  text(length: number, alphabet?: string): string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const HEX = '0123456789abcdef';

/** Creates a repeatable source of numbers (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
  const text = (length: number, alphabet = LETTERS): string => {
    let result = '';
    for (let index = 0; index < length; index += 1) result += alphabet.charAt(below(alphabet.length));
    return result;
  };
  const guid = (): string =>
    `${text(8, HEX)}-${text(4, HEX)}-4${text(3, HEX)}-${text(1, '89ab')}${text(3, HEX)}-${text(12, HEX)}`;
  return { below, guid, text };
}
