import { formatNumber, toSafeText } from './format.ts';
import { nearestWord } from './nearest-word.ts';

const MOST_NAMES = 20;

/** That nothing has the name: which was most likely meant, and what there is; where there is nothing, what makes one. */
export function thereIsNo(what: string, name: string, names: readonly string[], maker?: string): string {
  const said = `There is no ${what} “${toSafeText(name, { maxLength: 60 })}”.`;
  if (names.length === 0) return `${said} There is none yet${maker === undefined ? '' : `: ${maker} makes one`}.`;
  const near = nearestWord(name.trim(), names);
  const guess = near === undefined ? '' : ` Did you mean ${near}?`;
  const more = names.length > MOST_NAMES ? ` and ${formatNumber(names.length - MOST_NAMES)} more` : '';
  return `${said}${guess} There are: ${names.slice(0, MOST_NAMES).join(', ')}${more}.`;
}
