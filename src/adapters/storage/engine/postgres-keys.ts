/** Of Samaritan's advisory locks among those of others in the same database: "SAMA". */
const SPACE = 0x53_41_4d_41;
const NUMBERS = { start: 1, turn: 2 } as const;

/** Both halves of the key of a lock: what one `start` has, and whose turn to write it is. */
export function toServerKey(lock: keyof typeof NUMBERS): string {
  return `${SPACE}, ${NUMBERS[lock]}`;
}
