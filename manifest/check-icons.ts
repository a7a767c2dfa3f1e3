import type { Icons } from './draw-icons.ts';
import { type Picture, readPng } from './read-png.ts';

const COLOR_SIDE = 192;
const OUTLINE_SIDE = 32;

/**
 * Faults of the two icons. Teams wants the colour icon to fill its square, which it masks itself, and the outline icon
 * white on transparent: https://learn.microsoft.com/microsoftteams/platform/concepts/design/design-teams-app-icon-store-appbar
 */
export function checkIcons(icons: Icons): string[] {
  return [...colorFaults(readPng(icons.color)), ...outlineFaults(readPng(icons.outline))];
}

function colorFaults(picture: Picture | undefined): string[] {
  const name = 'icons/color.svg';
  const faults = sizeFaults(name, picture, COLOR_SIDE);
  if (!picture || faults.length > 0) return faults;
  const seeThrough = pixels(picture).filter(([, , , alpha]) => alpha !== 255).length;
  return seeThrough === 0 ? [] : [`${name} must fill its square, but ${seeThrough} pixels can be seen through.`];
}

function outlineFaults(picture: Picture | undefined): string[] {
  const name = 'icons/outline.svg';
  const faults = sizeFaults(name, picture, OUTLINE_SIDE);
  if (!picture || faults.length > 0) return faults;
  const all = pixels(picture);
  const drawn = all.filter(([, , , alpha]) => alpha > 0);
  const tinted = drawn.filter(([red, green, blue]) => red !== 255 || green !== 255 || blue !== 255).length;
  if (tinted > 0) faults.push(`${name} may only be white, but ${tinted} pixels have another colour.`);
  if (drawn.length === 0) faults.push(`${name} is empty.`);
  if (drawn.length > all.length / 2) faults.push(`${name} needs a transparent background.`);
  return faults;
}

function sizeFaults(name: string, picture: Picture | undefined, side: number): string[] {
  if (!picture) return [`${name} could not be drawn as a PNG with transparency.`];
  if (picture.width === side && picture.height === side) return [];
  return [`${name} must be ${side} by ${side} pixels, and is ${picture.width} by ${picture.height}.`];
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

function pixels({ rgba }: Picture): Pixel[] {
  const all: Pixel[] = [];
  for (let at = 0; at < rgba.length; at += 4) {
    all.push([rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0, rgba[at + 3] ?? 0]);
  }
  return all;
}
