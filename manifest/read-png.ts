import { inflateSync } from 'node:zlib';

export interface Picture {
  width: number;
  height: number;
  /** Red, green, blue, alpha of each pixel, row by row from the top left; not premultiplied. */
  rgba: Uint8Array;
}

const SIGNATURE = '89504e470d0a1a0a';
const BYTES_PER_PIXEL = 4;
/** Far above any icon; keeps a broken header from asking for memory. */
const LARGEST_SIDE = 1024;

/**
 * Reads a PNG of the one kind that `drawIcons` makes: 8 bit RGBA, not interlaced. Gives undefined for anything else.
 * Format: https://www.w3.org/TR/png-3/
 */
export function readPng(bytes: Uint8Array): Picture | undefined {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (png.toString('hex', 0, 8) !== SIGNATURE || png.length < 33 || png.toString('latin1', 12, 16) !== 'IHDR') return;
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const kind = png.toString('hex', 24, 29);
  if (kind !== '0806000000' || width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) return;
  try {
    const rows = inflateSync(Buffer.concat([...dataChunks(png)]));
    if (rows.length !== height * (1 + width * BYTES_PER_PIXEL)) return;
    return { width, height, rgba: unfilter(rows, width, height) };
  } catch {
    // Not readable: the caller names it a fault.
    return;
  }
}

function* dataChunks(png: Buffer): Generator<Buffer> {
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') yield png.subarray(at + 8, at + 8 + length);
    at += 12 + length;
  }
}

/** Each row starts with the number of the filter that its bytes are differences of. */
function unfilter(rows: Buffer, width: number, height: number): Uint8Array {
  const stride = width * BYTES_PER_PIXEL;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)] ?? 0;
    if (filter > 4) throw new RangeError('a filter that PNG does not have');
    for (let x = 0; x < stride; x += 1) {
      const here = y * stride + x;
      const left = x < BYTES_PER_PIXEL ? 0 : (out[here - BYTES_PER_PIXEL] ?? 0);
      const up = y === 0 ? 0 : (out[here - stride] ?? 0);
      const upLeft = x < BYTES_PER_PIXEL || y === 0 ? 0 : (out[here - stride - BYTES_PER_PIXEL] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, upLeft)][filter] ?? 0;
      out[here] = (rows[y * (stride + 1) + 1 + x] ?? 0) + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, upLeft: number): number {
  const [toLeft, toUp, toUpLeft] = [up - upLeft, left - upLeft, left + up - 2 * upLeft].map(Math.abs);
  if (toLeft === undefined || toUp === undefined || toUpLeft === undefined) return 0;
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
