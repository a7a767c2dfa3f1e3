import { thereIsNo } from '../../model/text/there-is-no.ts';

/** The one of a name, or one sentence on which there are. */
export async function findNamed<T extends { name: string }>(
  what: 'route' | 'report',
  among: { list(): Promise<readonly T[]> },
  name: string,
): Promise<T | string> {
  const all = await among.list();
  const wanted = name.trim().toLowerCase();
  const found = all.find((one) => one.name === wanted);
  return (
    found ??
    thereIsNo(
      what,
      name,
      all.map((one) => one.name),
      `${what}s add`,
    )
  );
}
