import { deflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { readPng } from '../../manifest/read-png.ts';

const [WIDTH, HEIGHT] = [7, 10];
const STRIDE = WIDTH * 4;
/** Bytes without a pattern that a filter would smooth away. */
const RGBA = Uint8Array.from({ length: STRIDE * HEIGHT }, (_, at) => (at * 97 + at * at * 31) & 255);

function chunk(name: string, data: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  // The reader trusts the zlib checksum of the pixels and doesn't look at this one.
  return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
}

function encode(rows: Uint8Array, header: Partial<{ width: number; height: number; kind: string }> = {}): Uint8Array {
  const start = Buffer.alloc(8);
  start.writeUInt32BE(header.width ?? WIDTH, 0);
  start.writeUInt32BE(header.height ?? HEIGHT, 4);
  const packed = deflateSync(rows);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', Buffer.concat([start, Buffer.from(header.kind ?? '0806000000', 'hex')])),
    chunk('tEXt', Buffer.from('skipped')),
    chunk('IDAT', packed.subarray(0, 40)),
    chunk('IDAT', packed.subarray(40)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The rows as PNG stores them, each with the filter that its number names. */
function filtered(filterOf: (row: number) => number): Uint8Array {
  const at = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : (RGBA[y * STRIDE + x] ?? 0));
  const guess = (filter: number, a: number, b: number, c: number): number => {
    if (filter === 1) return a;
    if (filter === 2) return b;
    if (filter === 3) return Math.floor((a + b) / 2);
    if (filter !== 4) return 0;
    const nearest = [a, b, c].map((value) => Math.abs(a + b - c - value));
    return [a, b, c][nearest.indexOf(Math.min(...nearest))] ?? 0;
  };
  const rows = Array.from({ length: HEIGHT }, (_, y) =>
    Uint8Array.from([
      filterOf(y),
      ...Array.from(
        { length: STRIDE },
        (_, x) => (at(x, y) - guess(filterOf(y), at(x - 4, y), at(x, y - 1), at(x - 4, y - 1))) & 255,
      ),
    ]),
  );
  return Buffer.concat(rows);
}

describe('readPng', () => {
  it.each([0, 1, 2, 3, 4])('reads rows of filter %i', (filter) => {
    const picture = readPng(encode(filtered(() => filter)));
    expect(picture).toEqual({ width: WIDTH, height: HEIGHT, rgba: RGBA });
  });

  it('reads rows of different filters', () => {
    expect(readPng(encode(filtered((row) => row % 5)))?.rgba).toEqual(RGBA);
  });

  it('reads what the renderer draws', () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="5"><rect width="9" height="5" fill="#0e6576"/></svg>';
    const read = readPng(new Uint8Array(new Resvg(svg).render().asPng()));
    expect(read).toMatchObject({ width: 9, height: 5 });
    expect([...(read?.rgba ?? [])]).toEqual(Array(45).fill([0x0e, 0x65, 0x76, 255]).flat());
  });

  it('gives nothing for a broken or another kind of picture', () => {
    const rows = filtered(() => 0);
    expect(readPng(new Uint8Array())).toBeUndefined();
    expect(readPng(encode(rows).slice(0, 20))).toBeUndefined();
    expect(readPng(encode(rows).slice(0, 90))).toBeUndefined();
    expect(readPng(encode(rows.slice(1)))).toBeUndefined();
    expect(readPng(encode(filtered(() => 5)))).toBeUndefined();
    expect(readPng(encode(rows, { kind: '0800000000' }))).toBeUndefined();
    expect(readPng(encode(rows, { width: 0 }))).toBeUndefined();
    expect(readPng(encode(rows, { width: 2 ** 31, height: 2 ** 31 }))).toBeUndefined();
  });
});
