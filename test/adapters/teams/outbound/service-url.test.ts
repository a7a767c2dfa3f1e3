import { describe, expect, it } from 'vitest';
import { isConnectorUrl, isFileUrl } from '../../../../src/adapters/teams/outbound/service-url.ts';

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

describe('isFileUrl', () => {
  it.each(['https://contoso-my.sharepoint.com/personal/a?x=1', 'https://CONTOSO.sharepoint.com:443/'])(
    'knows %s',
    (url) => {
      expect([isFileUrl(url, { sandbox: false }), isFileUrl(url, { sandbox: true })]).toEqual([true, false]);
    },
  );

  it('knows loopback in the sandbox alone', () => {
    const url = 'http://127.0.0.1:8080/up';
    expect([isFileUrl(url, { sandbox: false }), isFileUrl(url, { sandbox: true })]).toEqual([false, true]);
  });

  it.each([
    'http://contoso-my.sharepoint.com/',
    'https://contoso-my.sharepoint.com:8443/',
    'https://user:word@contoso-my.sharepoint.com/',
    'https://sharepoint.com/',
    'https://evilsharepoint.com/',
    'https://contoso.sharepoint.com.evil.example/',
    'https://contoso.sharepoint.us/',
    'https://onedrive.live.com/',
    'https://169.254.169.254/',
    'file',
  ])('refuses %s everywhere', (url) => {
    expect([isFileUrl(url, { sandbox: false }), isFileUrl(url, { sandbox: true })]).toEqual([false, false]);
  });
});
