import { describe, expect, it } from 'vitest';
import { parseAppValues } from '../../manifest/parse-app-values.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { BOT_ID, LEAST, valuesOf } from './fixtures.ts';

const faultsOf = (env: Record<string, string | undefined>): string[] => {
  const parsed = parseAppValues(env);
  return parsed.ok ? [] : parsed.faults;
};

describe('parseAppValues', () => {
  it('needs three values and has a default for the others', () => {
    expect(valuesOf()).toEqual({
      APP_ID: BOT_ID,
      BOT_ID,
      NAME: 'Samaritan',
      VERSION: packageJson.version,
      DEVELOPER_NAME: 'Fabrikam',
      WEBSITE_URL: LEAST.TEAMS_APP_WEBSITE_URL,
      PRIVACY_URL: LEAST.TEAMS_APP_WEBSITE_URL,
      TERMS_URL: LEAST.TEAMS_APP_WEBSITE_URL,
    });
  });

  it('takes every value from the environment, without white space around it', () => {
    const set = {
      TEAMS_APP_ID: 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee',
      TEAMS_APP_NAME: ' Samaritan (test) ',
      TEAMS_APP_VERSION: '2.10.3',
      TEAMS_APP_PRIVACY_URL: 'https://fabrikam.example/privacy',
      TEAMS_APP_TERMS_URL: 'https://fabrikam.example/terms',
    };
    expect(valuesOf(set)).toMatchObject({
      APP_ID: set.TEAMS_APP_ID,
      BOT_ID,
      NAME: 'Samaritan (test)',
      VERSION: '2.10.3',
      PRIVACY_URL: set.TEAMS_APP_PRIVACY_URL,
      TERMS_URL: set.TEAMS_APP_TERMS_URL,
    });
  });

  it('names every missing value at once, with the way out', () => {
    const faults = faultsOf({ MICROSOFT_APP_ID: ' ', TEAMS_APP_WEBSITE_URL: '' });
    expect(faults).toHaveLength(3);
    for (const name of Object.keys(LEAST)) {
      expect(faults).toContainEqual(expect.stringMatching(new RegExp(`^${name} is missing\\. Set it to .+\\.$`)));
    }
  });

  it.each([
    ['MICROSOFT_APP_ID', 'samaritan', 'is no GUID. It is'],
    ['MICROSOFT_APP_ID', '00000000-0000-0000-0000-000000000000', 'is no GUID. It is'],
    ['TEAMS_APP_ID', `${BOT_ID}0`, 'is no GUID. Leave it out'],
    ['TEAMS_APP_NAME', 'x'.repeat(31), 'has 31 characters. Teams takes at most 30.'],
    ['TEAMS_APP_NAME', '<YOUR NAME>', 'still holds a placeholder'],
    ['TEAMS_APP_VERSION', '1.0.0-beta', 'is no version of three numbers'],
    ['TEAMS_APP_DEVELOPER_NAME', 'x'.repeat(33), 'has 33 characters. Teams takes at most 32.'],
    ['TEAMS_APP_DEVELOPER_NAME', `\${{COMPANY}}`, 'still holds a placeholder'],
    ['TEAMS_APP_WEBSITE_URL', 'http://fabrikam.example', 'is no https address'],
    ['TEAMS_APP_WEBSITE_URL', 'fabrikam.example', 'is no https address'],
    ['TEAMS_APP_WEBSITE_URL', `https://fabrikam.example/${'x'.repeat(2048)}`, 'Teams takes at most 2048.'],
    ['TEAMS_APP_PRIVACY_URL', 'https://ann:pw@fabrikam.example', 'holds a user name or password'],
    ['TEAMS_APP_TERMS_URL', 'https://<your-site>/terms', 'still holds a placeholder'],
  ])('refuses %s with %s', (name, value, reason) => {
    expect(faultsOf({ ...LEAST, [name]: value })).toEqual([expect.stringMatching(`^${name} `)]);
    expect(faultsOf({ ...LEAST, [name]: value })[0]).toContain(reason);
  });

  it('takes names of just the length that Teams takes', () => {
    const env = { TEAMS_APP_NAME: 'x'.repeat(30), TEAMS_APP_DEVELOPER_NAME: 'y'.repeat(32) };
    expect(faultsOf({ ...LEAST, ...env })).toEqual([]);
  });

  it('never repeats a value: it may be a secret in the wrong place', () => {
    const secret = 'hush~pasted.secret-value';
    const names = [...Object.keys(LEAST), 'TEAMS_APP_ID', 'TEAMS_APP_VERSION', 'TEAMS_APP_PRIVACY_URL'];
    const faults = faultsOf(Object.fromEntries(names.map((name) => [name, `${secret}<`])));
    expect(faults).toHaveLength(names.length);
    expect(faults.join()).not.toContain('hush');
  });
});
