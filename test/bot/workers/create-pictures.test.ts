import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { createPictures } from '../../../src/bot/workers/create-pictures.ts';
import { toHistoryReading } from '../../../src/core/watch/history/to-history-reading.ts';
import { daily, NO_INCIDENTS, row, TO } from '../../core/watch/history/daily.ts';

const pictures = createPictures({ timers: { after: () => () => {} } });
afterAll(() => pictures.close());

function viewOf(connection: string) {
  const rows = [row('partner', 'ppp'), row('1', 'pfu', 90)];
  return toHistoryReading({ connection, daily: daily(...rows), record: NO_INCIDENTS, now: TO });
}

/** Size and pixel data of a PNG. */
function readPng(content: Uint8Array): { width: number; height: number; pixels: Buffer } {
  const png = Buffer.from(content);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length));
  }
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), pixels: inflateSync(Buffer.concat(data)) };
}

describe('createPictures', () => {
  it('draws a PNG as wide as Teams takes one, and no higher', async () => {
    const content = await pictures.heatMap(viewOf('default'));
    expect(Buffer.from(content.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    const { width, height } = readPng(content);
    expect(width).toBe(1024);
    expect(height).toBeLessThanOrEqual(1024);
  });

  it('draws its texts without any font of the system', async () => {
    const [one, other] = await Promise.all(['one', 'two'].map((name) => pictures.heatMap(viewOf(name))));
    if (!one || !other) throw new Error('no pictures');
    // Only the title differs: pictures without texts would be the same.
    expect(readPng(one).pixels.equals(readPng(other).pixels)).toBe(false);
  });

  it('draws the same picture again, byte by byte', async () => {
    const [one, other] = await Promise.all([pictures.heatMap(viewOf('default')), pictures.heatMap(viewOf('default'))]);
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true);
  });
});
