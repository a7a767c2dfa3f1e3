import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGivenFile } from '../../../../src/adapters/discord/gateway/to-given-file.ts';
import { decodeText } from '../../../../src/core/model/text/decode-text.ts';

const MEGABYTE = 1024 * 1024;
let server: Server;
let origin: string;
let asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    switch (request.url) {
      case '/redirect':
        return response.writeHead(302, { location: '/text' }).end();
      case '/large':
        // Says nothing of its size, and goes on for longer than is taken.
        return response.writeHead(200).end(Buffer.alloc(MEGABYTE + 1, 'x'));
      case '/missing':
        return response.writeHead(404).end('gone');
      case '/binary':
        return response.writeHead(200).end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff]));
      case '/cut':
        response.writeHead(200, { 'content-length': '100' }).write('half');
        return setImmediate(() => response.destroy());
      default:
        return response.writeHead(200).end('AADSTS50076');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

const read = (path: string, { size = 11, standIn = origin as string | undefined, name = 'error.log' } = {}) =>
  toGivenFile({ name, url: path.startsWith('/') ? origin + path : path, size }, standIn).readText();

describe('toGivenFile', () => {
  it('reads a text', async () => {
    expect(await read('/text')).toBe('AADSTS50076');
  });

  it.each([
    ['/large', /larger than 1 MB/],
    ['/redirect', /didn't hand over error\.log/],
    ['/missing', /didn't hand over error\.log/],
    ['/cut', /didn't hand over error\.log/],
    ['/binary', /not a text in UTF-8 or UTF-16/],
  ])('refuses %s', async (path, reason) => {
    await expect(read(path)).rejects.toThrow(reason);
  });

  it('does not follow a redirect, and asks for nothing that is too large by its own word', async () => {
    asked = [];
    await expect(read('/redirect')).rejects.toThrow();
    await expect(read('/text', { size: MEGABYTE + 1 })).rejects.toThrow(/larger than 1 MB/);
    expect(asked).toEqual(['/redirect']);
  });

  it.each([
    'http://cdn.discordapp.com/x',
    'https://cdn.discordapp.com:8443/x',
    'https://user@cdn.discordapp.com/x',
    'https://cdn.discordapp.com.evil.example/x',
    'https://evil.example/cdn.discordapp.com',
    'file:///etc/passwd',
    'nonsense',
  ])('does not even ask %s', async (url) => {
    await expect(toGivenFile({ name: 'a', url, size: 1 }, undefined).readText()).rejects.toThrow(
      /not on Discord's own/,
    );
  });

  it('takes only the stand-in’s origin where there is one, and loopback nowhere else', async () => {
    asked = [];
    await expect(read('https://cdn.discordapp.com/x')).rejects.toThrow(/not on Discord's own/);
    const real = toGivenFile({ name: 'a', url: `${origin}/text`, size: 1 }, undefined);
    await expect(real.readText()).rejects.toThrow(/not on Discord's own/);
    expect(asked).toEqual([]);
  });

  it('shows a name that can’t break a line', () => {
    expect(toGivenFile({ name: 'a\n\u202eb.log', url: '', size: 1 }, undefined).name).toBe('a b.log');
  });
});

describe('decodeText', () => {
  const text = 'Zugriff verweigert für Müller: AADSTS50076';
  const utf16 = Buffer.from(text, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', utf16],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(utf16).swap16()],
    ['UTF-16 with a mark, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('reads %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBe(text);
  });

  it('reads the colours and page breaks of a log', () => {
    expect(decodeText(Buffer.from('\u001b[31mfailed\u001b[0m\f\r\n\tat x'))).toContain('failed');
  });

  it.each([
    ['an archive', Buffer.from('504b0304140000000800a1b2c3d4', 'hex')],
    ['Latin-1', Buffer.from(text, 'latin1')],
    ['zeros', Buffer.alloc(64)],
    ['half a character', Buffer.from([0xff, 0xfe, 0x41])],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });
});
