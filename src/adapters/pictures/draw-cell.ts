import { type Look, PALETTE } from './palette.ts';
import { round, type SvgText, svg } from './svg-text.ts';

/** Where a cell goes; pixels of the picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Narrower cells have no room for a mark: then the shape itself differs. */
const ROOM_FOR_MARK = 7.5;

/** One cell. Every look differs by its shape as well as by its colour. */
export function drawCell(look: Look, box: Box): SvgText {
  return box.width >= ROOM_FOR_MARK ? drawMarked(look, box) : drawBar(look, box);
}

function drawMarked(look: Look, box: Box): SvgText {
  const { x, y, width, height } = box;
  const [centerX, centerY] = [x + width / 2, y + height / 2];
  switch (look) {
    case 'pass':
      return fill(box, PALETTE.pass);
    case 'warn':
      return svg`${fill(box, PALETTE.warn)}${mark(centerX, centerY, 'M0 -3.4V.6M0 3.1V3.2', PALETTE.ink)}`;
    case 'brief':
      return svg`${outline(box, PALETTE.fail, PALETTE.failSoft)}${cross(centerX, centerY, PALETTE.fail)}`;
    case 'fail':
      return svg`${fill(box, PALETTE.fail)}${cross(centerX, centerY, PALETTE.ink)}`;
    case 'unknown':
      return svg`${fill(box, PALETTE.unknown)}${mark(centerX, centerY, QUESTION, PALETTE.ink)}`;
    case 'none':
      return outline(box, PALETTE.none, 'none');
  }
}

const QUESTION = 'M-2 -1.8A2 2 0 1 1 1 -.3Q0 .2 0 1M0 3.4V3.5';

function cross(x: number, y: number, colour: string): SvgText {
  return mark(x, y, 'M-2.2 -2.2L2.2 2.2M2.2 -2.2L-2.2 2.2', colour);
}

function mark(x: number, y: number, path: string, colour: string): SvgText {
  return svg`<path transform="translate(${round(x)} ${round(y)})" d="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-linecap="round"/>`;
}

/** A thin bar: lower than a failure, in two, in three, half high, full, or a dot in the middle. */
function drawBar(look: Look, box: Box): SvgText {
  const { y, height } = box;
  const part = (from: number, to: number, colour: string): SvgText =>
    fill({ ...box, y: y + height * from, height: height * (to - from) }, colour);
  switch (look) {
    case 'pass':
      return part(0.2, 0.8, PALETTE.pass);
    case 'warn':
      return svg`${part(0.06, 0.42, PALETTE.warn)}${part(0.58, 0.94, PALETTE.warn)}`;
    case 'brief':
      return part(0.5, 1, PALETTE.fail);
    case 'fail':
      return part(0, 1, PALETTE.fail);
    case 'unknown':
      return svg`${part(0, 0.24, PALETTE.unknown)}${part(0.38, 0.62, PALETTE.unknown)}${part(0.76, 1, PALETTE.unknown)}`;
    case 'none':
      return part(0.43, 0.57, PALETTE.none);
  }
}

function fill({ x, y, width, height }: Box, colour: string): SvgText {
  return svg`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(radius(width))}" fill="${colour}"/>`;
}

function outline({ x, y, width, height }: Box, colour: string, inside: string): SvgText {
  return svg`<rect x="${round(x + 0.5)}" y="${round(y + 0.5)}" width="${round(width - 1)}" height="${round(height - 1)}" rx="${round(radius(width))}" fill="${inside}" stroke="${colour}"/>`;
}

function radius(width: number): number {
  return Math.min(2, width / 4);
}
