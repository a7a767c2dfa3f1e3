import { toStored } from './columns.ts';

/** Stands for a NUL, which the server has no place for in a text, and for itself. No character: U+FFFE. */
const MARK = '\uFFFE';

const withoutNul = (text: string): string =>
  /[\0\uFFFE]/.test(text) ? text.replaceAll(/[\0\uFFFE]/g, (one) => MARK + (one === MARK ? '1' : '0')) : text;

export const withNul = (text: string): string =>
  text.includes(MARK) ? text.replaceAll(/\uFFFE([01])/g, (_, one) => (one === '1' ? MARK : '\0')) : text;

/** As PostgreSQL's driver takes it. */
export const toServerValue = (value: unknown): unknown =>
  typeof value === 'string' ? withoutNul(value) : toStored(value);
