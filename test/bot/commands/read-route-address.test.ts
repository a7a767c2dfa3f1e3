import { describe, expect, it } from 'vitest';
import { readRouteAddress } from '../../../src/bot/commands/routes/read-route-address.ts';

describe('the address of a route', () => {
  it.each([
    ...['https://10.0.0.7/hook', 'https://127.0.0.1/hook', 'https://localhost/hook', 'https://2130706433/hook'],
    ...['https://[::1]/hook', 'https://169.254.169.254/latest'],
  ])('is not taken where it is private and nobody named it: %s', (typed) => {
    expect(readRouteAddress(typed, undefined)).toMatch(
      /is a private address, to which nothing is sent unless --private-host/,
    );
    const host = new URL(typed).hostname;
    expect(readRouteAddress(typed, host)).toMatchObject({ host, mayBePrivate: true });
  });

  it.each([
    ['', 'No address was given'],
    ['noc', 'That is no address'],
    ['http://noc.example/hook', 'Only https addresses'],
    ['https://user:hush@noc.example/', 'with a user name or password'],
  ])('is refused in one sentence: “%s”', (typed, said) => {
    const refused = readRouteAddress(typed, undefined);
    expect(refused).toContain(said);
    expect(refused).not.toContain('hush');
  });

  it('is taken as it is on the public internet', () => {
    expect(readRouteAddress('https://8.8.8.8/hook#x', undefined)).toMatchObject({ url: 'https://8.8.8.8/hook' });
    expect(readRouteAddress('https://noc.example/hook', undefined)).toMatchObject({ mayBePrivate: false });
  });
});
