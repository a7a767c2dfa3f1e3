import { describe, expect, it } from 'vitest';
import { isConnectorUrl } from '../../../../src/adapters/teams/outbound/service-url.ts';

describe('isConnectorUrl', () => {
  it.each([
    'https://smba.trafficmanager.net/emea/',
    'https://SMBA.trafficmanager.net/amer/',
    'https://smba.infra.gcc.teams.microsoft.com/teams',
    'https://msteams.botframework.com/',
  ])('knows %s', (url) => {
    expect([isConnectorUrl(url, { sandbox: false }), isConnectorUrl(url, { sandbox: true })]).toEqual([true, false]);
  });

  it.each(['http://127.0.0.1:56150/_connector', 'http://localhost:56150/', 'http://[::1]:3978/'])(
    'knows %s in the sandbox alone',
    (url) => {
      expect([isConnectorUrl(url, { sandbox: false }), isConnectorUrl(url, { sandbox: true })]).toEqual([false, true]);
    },
  );

  it.each([
    'http://127.0.0.1.example.com/',
    'http://user:word@127.0.0.1/',
    'http://0.0.0.0/',
    'http://192.0.2.1/',
    'ftp://127.0.0.1/',
    'https://botframework.com.evil.example/',
    'teams',
    '',
  ])('refuses %s everywhere', (url) => {
    expect([isConnectorUrl(url, { sandbox: false }), isConnectorUrl(url, { sandbox: true })]).toEqual([false, false]);
  });
});
