import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../../src/core/model/text/decode-text.ts';

const TEXT = 'Zugriff verweigert für Müller: AADSTS50076';

describe('decodeText', () => {
  it.each<[string, Uint8Array]>([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16', Buffer.from(TEXT, 'utf16le')],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(TEXT, 'utf16le').swap16()],
  ])('reads %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBe(TEXT);
  });

  it.each<[string, Uint8Array]>([
    ['an archive', Buffer.from('504b0304140000000800a1b2c3d4', 'hex')],
    ['Latin-1', Buffer.from(TEXT, 'latin1')],
    ['zeros', new Uint8Array(64)],
  ])('refuses %s', (_name, bytes) => {
    expect(decodeText(bytes)).toBeUndefined();
  });
});
