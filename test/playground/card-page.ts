import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { takePicture } from './teams-client.ts';

export type Theme = 'light' | 'dark';
/** A message on a desktop and on a small phone, in pixels. */
export const CARD_WIDTHS = { desktop: 480, phone: 320 } as const;

export interface CardLook {
  theme: Theme;
  width: number;
  /** Of the picture. */
  name: string;
}

/** Teams' colours for text and containers, light and dark (learn.microsoft.com: Teams UI kit, colour tokens). */
const COLORS = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    text: ['#242424', '#616161'],
    accent: ['#5b5fc7', '#e8ebfa'],
    good: ['#237b4b', '#e7f2da'],
    warning: ['#835c00', '#fbf6d9'],
    attention: ['#c4314b', '#fcf4f6'],
    emphasis: '#f5f5f5',
    line: '#d1d1d1',
  },
  dark: {
    page: '#1f1f1f',
    card: '#292929',
    text: ['#ffffff', '#adadad'],
    accent: ['#9ea2ff', '#2f2f4a'],
    good: ['#92c353', '#1b2a10'],
    warning: ['#f8d22a', '#33300f'],
    attention: ['#f9526b', '#3e1f25'],
    emphasis: '#333333',
    line: '#525252',
  },
} as const;

/**
 * Draws cards with Microsoft's own renderer in the colours of a theme, all on one picture: the playground has no dark
 * theme and no phone. Gives back the names of those that something stands out of.
 */
export async function drawCards(page: Page, cards: ReadonlyMap<string, unknown>, look: CardLook): Promise<string[]> {
  const { theme, width, name } = look;
  await page.setViewportSize({ width: (width + 20) * 4 + 20, height: 600 });
  await page.setContent(toHtml(theme, width));
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js') });
  await page.addScriptTag({ content: readFileSync(new URL('./card-page-script.js', import.meta.url), 'utf8') });
  const drawing = `drawCards(${JSON.stringify([...cards])}, ${JSON.stringify(toHostConfig(theme))})`;
  const tooWide = z.array(z.string()).parse(await page.evaluate(drawing));
  await takePicture(page, name, true);
  return tooWide;
}

function toHtml(theme: Theme, width: number): string {
  const { page, card, text, line, accent } = COLORS[theme];
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 20px; background: ${page}; columns: 4; column-gap: 20px; }
.card { width: ${width}px; background: ${card}; border: 1px solid ${line}; border-radius: 6px; box-sizing: border-box;
  margin-bottom: 20px; break-inside: avoid; }
.ac-pushButton { background: ${card}; color: ${text[0]}; border: 1px solid ${line}; border-radius: 4px; padding: 5px 12px; font: 600 14px sans-serif; }
.ac-pushButton.style-positive { background: ${accent[0]}; color: ${card}; }
.ac-input, select { background: ${page}; color: ${text[0]}; border: 1px solid ${line}; border-radius: 4px; padding: 6px; width: 100%; }
.ac-actionSet { flex-wrap: wrap; row-gap: 8px; }
a { color: ${accent[0]}; }
</style>`;
}

function toHostConfig(theme: Theme) {
  const { text, accent, good, warning, attention, card, emphasis, line } = COLORS[theme];
  const tone = (color: string, subtle: string = color) => ({ default: color, subtle });
  const foregroundColors = {
    default: tone(text[0], text[1]),
    accent: tone(accent[0]),
    good: tone(good[0]),
    warning: tone(warning[0]),
    attention: tone(attention[0]),
  };
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  return {
    fontFamily: 'Segoe UI, Open Sans, sans-serif',
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: line },
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    actions: { maxActions: 6, spacing: 'default', buttonSpacing: 8, actionsOrientation: 'horizontal' },
    containerStyles: {
      default: style(card),
      emphasis: style(emphasis),
      accent: style(accent[1]),
      good: style(good[1]),
      warning: style(warning[1]),
      attention: style(attention[1]),
    },
    factSet: { title: { weight: 'Bolder', wrap: true, maxWidth: 150 }, value: { wrap: true }, spacing: 16 },
  };
}
