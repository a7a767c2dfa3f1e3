import pc from 'picocolors';
import type { Tone } from '../../core/cards/card.ts';

type Paint = (text: string) => string;

/** How the terminal marks things: a sign and a word, with colour only where it is wanted. */
export interface Style {
  bold: Paint;
  dim: Paint;
  underline: Paint;
  tone(tone: Tone): Paint;
  sign(tone: Tone): string;
}

const SIGNS: Record<Tone, string> = { good: '✓', warn: '!', bad: '✗', unknown: '?' };

export interface RenderOptions {
  style: Style;
  width: number;
  /** Stands before a command's name where it is shown. */
  prefix: string;
}

export function createStyle(color: boolean): Style {
  const colors = pc.createColors(color);
  const paints: Record<Tone, Paint> = {
    good: colors.green,
    warn: colors.yellow,
    bad: colors.red,
    unknown: colors.magenta,
  };
  return {
    bold: colors.bold,
    dim: colors.dim,
    underline: colors.underline,
    tone: (tone) => paints[tone],
    sign: (tone) => paints[tone](SIGNS[tone]),
  };
}
