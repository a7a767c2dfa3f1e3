const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes ids that carry the machine's current time, each greater than the one before. */
export function createSnowflakes(): () => string {
  let last = 0n;
  return () => {
    const stamped = (BigInt(Date.now()) - DISCORD_EPOCH) << 22n;
    last = stamped > last ? stamped : last + 1n;
    return last.toString();
  };
}
