/** For which tenants somebody has a role: for all, or for those that have one of these tags now. */
export type TagReach = 'all' | readonly string[];

/** Whether one reaches no less than another. */
export function covers(wide: TagReach, narrow: TagReach): boolean {
  if (wide === 'all') return true;
  return narrow !== 'all' && narrow.every((tag) => wide.includes(tag));
}
