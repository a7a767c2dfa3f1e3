import { toSafeText } from '../../model/text/safe-text.ts';

/** The one of a name, or one sentence on which there are. */
export async function findNamed<T extends { name: string }>(
  what: 'route' | 'report',
  among: { list(): Promise<readonly T[]> },
  name: string,
): Promise<T | string> {
  const all = await among.list();
  const wanted = name.trim().toLowerCase();
  const names = all.map((one) => one.name).join(', ') || 'none';
  const found = all.find((one) => one.name === wanted);
  return found ?? `There is no ${what} “${toSafeText(name, { maxLength: 40 })}”. There are: ${names}.`;
}
