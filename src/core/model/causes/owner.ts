export type Owner = 'partner' | 'customer' | 'microsoft' | 'network' | 'unknown';

const WHOSE: Record<Owner, string> = {
  partner: 'ours',
  customer: 'theirs',
  microsoft: 'Microsoft’s',
  network: 'the network’s',
  unknown: 'owner unknown',
};

export function ownerWord(owner: Owner): string {
  return WHOSE[owner];
}
