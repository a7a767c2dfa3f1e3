import { describe, expect, it } from 'vitest';
import { checkCredentialsShape } from '../../../../src/core/diagnosis/chains/partner-chain.ts';
import type { CauseId } from '../../../../src/core/model/causes/cause.ts';
import {
  GIVEN_NAMES,
  inspectCredentials,
  judgeRefusedSecret,
  KEPT_NAMES,
  type RawCredentials,
} from '../../../../src/core/model/checks/credentials-shape.ts';
import { Secret } from '../../../../src/core/model/text/secret.ts';

const GUID = '5f3e2d1c-0b9a-4877-8665-544332211000';
const TOKEN = `1.AXoA${'Qw9_z-'.repeat(60)}`;
const sound: RawCredentials = {
  applicationId: GUID,
  applicationSecret: 'Abc8Q~0123456789abcdefghijklmnopqrstuv',
  refreshToken: TOKEN,
  tenant: 'contoso.onmicrosoft.com',
  exchangeRefreshToken: undefined,
  exchangeMode: 'sam',
};
const inspect = (rest: Partial<RawCredentials>) => inspectCredentials({ ...sound, ...rest });
const SETTINGS = {
  applicationId: 'SAM_APPLICATION_ID',
  applicationSecret: 'SAM_APPLICATION_SECRET',
  refreshToken: 'SAM_REFRESH_TOKEN',
  tenant: 'SAM_TENANT_ID',
} as const;
const names = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];

describe('inspectCredentials', () => {
  it('calls a blank a blank, and a line break a line break', () => {
    const [blank] = inspect({ tenant: 'my company' });
    expect(blank?.text).toBe('SAM_TENANT_ID has white space inside. Paste it again as one line without blanks.');
    expect(inspect({ tenant: 'my\ncompany' })[0]?.text).toContain('has a line break inside');
  });

  it('has nothing to say of sound values, with white space around them but for a warning', () => {
    expect(inspect({})).toEqual([]);
    expect(inspect({ tenant: GUID.replace('5', '6') })).toEqual([]);
    expect(inspect({ refreshToken: ` ${TOKEN}\n` })).toMatchObject([{ severity: 'warn' }]);
  });

  it('fails an app that is named by the id of its tenant', () => {
    expect(inspect({ tenant: GUID.toUpperCase() })).toMatchObject([
      { setting: 'SAM_APPLICATION_ID', severity: 'fail', text: expect.stringContaining('the same as SAM_TENANT_ID') },
    ]);
    expect(inspect({ kind: 'app-only', tenant: GUID })).toMatchObject([{ severity: 'fail' }]);
  });

  const certain: [string, string | undefined][] = [
    ['missing', undefined],
    ['empty', ''],
    ['blank', ' \t '],
    ['a placeholder', '<YOUR VALUE>'],
    ['another placeholder', '<paste here>'],
    ['a line of x', 'xxxxxxxxxxxx'],
    ['a template', 'changeme'],
    ['broken over two lines', `${TOKEN.slice(0, 100)}\n${TOKEN.slice(100)}`],
    ['holding white space', 'abc def'],
  ];
  it.each(names.flatMap((name) => certain.map(([what, value]) => ({ name, what, value }))))(
    'fails $name when $what, names its setting and the way out',
    ({ name, value }) => {
      const failed = inspect({ [name]: value }).filter((finding) => finding.severity === 'fail');
      expect(failed).toHaveLength(1);
      expect(failed[0]?.setting).toBe(SETTINGS[name]);
      expect(failed[0]?.text).toMatch(new RegExp(`^${SETTINGS[name]} .*(?:Set it|Paste|Put the real value)`));
    },
  );

  it.each([
    ['an application id that is none', { applicationId: 'my app' }],
    ['an application id of another kind', { applicationId: 'contoso' }],
    ['the nil id', { applicationId: '00000000-0000-0000-0000-000000000000' }],
    ['a secret’s id instead of its value', { applicationSecret: GUID }],
    ['a GUID for a refresh token', { refreshToken: GUID }],
    ['a tenant that is no domain', { tenant: 'contoso' }],
    ['a tenant that is everybody’s', { tenant: 'common' }],
    ['the same value for secret and token', { applicationSecret: TOKEN }],
    ['the same value but for white space', { applicationSecret: ` ${TOKEN}` }],
    ['the same token twice', { exchangeRefreshToken: `${TOKEN} `, exchangeMode: 'legacy' as const }],
    ['a missing second token', { exchangeMode: 'legacy' as const }],
  ])('fails %s', (_what, rest) => {
    expect(inspect(rest).map((finding) => finding.severity)).toContain('fail');
  });

  it.each([
    ['a short secret, as a simulated cloud has', { applicationSecret: 'short' }],
    ['a secret in quotation marks', { applicationSecret: '"Abc8Q~0123456789abcdefghijklmnopqrstuv"' }],
    ['a secret that looks like a token', { applicationSecret: `0.AXoA${'y'.repeat(400)}` }],
    ['a short token', { refreshToken: 'short' }],
    ['a token with another beginning', { refreshToken: `9.ZZZ${'y'.repeat(400)}` }],
    ['a JWT for a refresh token', { refreshToken: `eyJ${'a'.repeat(300)}.b.c` }],
    ['a token in quotation marks', { refreshToken: `'${TOKEN}'` }],
  ])('only warns of %s', (_what, rest) => {
    expect(inspect(rest).map((finding) => finding.severity)).toEqual(['warn']);
  });

  it('asks for no second token unless Exchange is reached the old way', () => {
    expect(inspect({ exchangeRefreshToken: '' })).toEqual([]);
  });

  it('calls what was given to a connection by no setting, and says how it comes there', () => {
    const certificate = { problem: 'ended on 20 November 2026.' };
    const kept = { names: KEPT_NAMES, applicationId: '', refreshToken: '', applicationSecret: undefined, certificate };
    expect(inspect(kept).map(({ text }) => text)).toEqual([
      'Its application id is missing. Remove the connection, and add it anew.',
      'Its certificate ended on 20 November 2026. Remove the connection, and add it anew.',
      'Its refresh token is missing. Sign in for one with connections renew.',
    ]);
    const ofApp = { ...kept, kind: 'app-only', applicationId: sound.applicationId, refreshToken: undefined } as const;
    expect(inspect(ofApp).map(({ text }) => text)).toEqual([
      'Its certificate ended on 20 November 2026. Give it another one with connections renew.',
    ]);
    const given = inspect({ names: GIVEN_NAMES, refreshToken: '', applicationSecret: '<a secret>' });
    expect(given.map(({ text }) => text)).toEqual([
      'The client secret is still a placeholder. Put the real value there.',
      'The refresh token is missing. Give it.',
    ]);
    const same = inspect({ names: GIVEN_NAMES, applicationSecret: sound.refreshToken });
    expect(same.map(({ text }) => text).join()).toContain('is the same as the refresh token; one of the two');
  });

  it('knows a person’s credentials, and shows none of them', () => {
    const app = { ...sound, kind: 'app-only', refreshToken: undefined } as const;
    expect(inspectCredentials(app)).toEqual([]);
    const wrong = [
      { applicationId: 'ada@contoso.example' },
      { applicationId: 'Summer2026!' },
      { applicationSecret: 'ada@contoso.example' },
      { tenant: 'ada@contoso.example' },
    ];
    for (const one of wrong) {
      const [finding, ...more] = inspectCredentials({ ...app, ...one });
      expect(more).toEqual([]);
      expect(finding).toMatchObject({ severity: 'fail', cause: 'credential.person' });
      expect(finding?.text).toContain('these are a person’s credentials');
      expect(finding?.text).not.toMatch(/ada@|Summer/);
    }
    // What may be one is told as likely, and only what Microsoft refuses is judged by it.
    const refused = { id: 'app.token', status: 'fail', durationMs: 0, attempts: 1 } as const;
    const judge = (secret: string, cause: CauseId = 'credential.secret-invalid') =>
      judgeRefusedSecret({ ...refused, cause }, { applicationSecret: new Secret(secret) });
    expect(inspect({ applicationSecret: 'Summer2026!' })).toMatchObject([
      {
        severity: 'warn',
        text: expect.stringMatching(/^SAM_APPLICATION_SECRET .*most likely it is a person’s password/),
      },
    ]);
    expect(judge('Summer2026!')).toMatchObject({ cause: 'credential.person', confidence: 'likely' });
    expect(judge('Summer2026!').reason).not.toContain('Summer');
    for (const whole of [sound.applicationSecret ?? '', 'Abc8Q~cut', 'x'.repeat(32)])
      expect(judge(whole)).toMatchObject({ cause: 'credential.secret-invalid' });
    expect(judge('Summer2026!', 'credential.secret-expired').cause).toBe('credential.secret-expired');
    expect(checkCredentialsShape({ ...sound, applicationId: 'ada@contoso.example' })).toMatchObject({
      status: 'fail',
      cause: 'credential.person',
    });
  });

  it('shows no value, wherever a secret was pasted', () => {
    const secret = 'Abc8Q~0123456789ABCDEFghijklmnopqrstuv';
    const everywhere: RawCredentials = {
      applicationId: secret,
      applicationSecret: `"${secret}"`,
      refreshToken: secret,
      tenant: secret,
      exchangeRefreshToken: secret,
      exchangeMode: 'legacy',
    };
    const broken = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, `${secret} ${secret}`]));
    const texts = [
      ...inspectCredentials(everywhere),
      ...inspect(broken),
      ...inspect({ applicationSecret: `<${secret}>` }),
    ];
    expect(texts.length).toBeGreaterThan(8);
    expect(texts.map((finding) => finding.text).join('\n')).not.toMatch(/Abc8|ABCDEF/);
  });
});

describe('checkCredentialsShape', () => {
  it('passes, warns or fails, and says failures first', () => {
    expect(checkCredentialsShape(sound)).toMatchObject({ id: 'credentials.shape', status: 'pass' });
    const warned = checkCredentialsShape({ ...sound, applicationSecret: 'short' });
    expect(warned.status).toBe('warn');
    expect(warned).not.toHaveProperty('cause');
    const failed = checkCredentialsShape({ ...sound, applicationSecret: 'short', tenant: '' });
    expect(failed).toMatchObject({ status: 'fail', cause: 'credential.placeholder', owner: 'partner' });
    expect(failed.reason).toMatch(
      /^SAM_TENANT_ID is missing.*SAM_APPLICATION_SECRET is shorter than .* most likely it is a person’s password/,
    );
  });
});
