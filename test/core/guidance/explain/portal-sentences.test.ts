import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const guidance = loadGuidance();
const causeOf = (text: string) => explainText(text, guidance).cause;

/** What a portal puts before the message that it got. */
const BEFORE = [
  'Failed to update the mailbox rule for anna@fabrikam.com: ',
  'Could not list licences for the group All Staff. Error: ',
  'fabrikam.com: failed to fetch the members of the group. ',
  'Error while saving the policy Baseline 01 in fabrikam.onmicrosoft.com - ',
  'Unable to change the sign-in state of anna@fabrikam.com. The error was: ',
];
const PROGRAM_FAULTS = [
  'You cannot call a method on a null-valued expression.',
  "Cannot bind argument to parameter 'Name' because it is null.",
  'Cannot index into a null array.',
  'Index was out of range. Must be non-negative and less than the size of the collection.',
  'Cannot convert value "abc" to type "System.Int32".',
  "The property 'Id' cannot be found on this object. Verify that the property exists.",
  "Method invocation failed because [System.String] does not contain a method named 'Add'.",
];

describe('a sentence of a portal', () => {
  it('means what the message behind it means', () => {
    const messages = [
      'Insufficient privileges to complete the operation.',
      'Response status code does not indicate success: 403 (Forbidden).',
      'AADSTS700082: The refresh token has expired due to inactivity.',
      'The user or administrator has not consented to use the application.',
      'Access has been blocked by Conditional Access policies.',
      'The request was canceled due to the configured HttpClient.Timeout of 100 seconds elapsing.',
      'Too many requests',
    ];
    const wrong = messages.flatMap((message) =>
      BEFORE.filter((before) => causeOf(before + message) !== causeOf(message)).map((before) => before + message),
    );
    expect(wrong).toEqual([]);
  });

  it('whatever it is about, leaves a refusal behind it as it is', () => {
    const about = [
      'Could not check app registration key credentials',
      'Failed to list templates',
      'Contact removal failed',
    ];
    const refusals = [
      'Response status code does not indicate success: 401 (Unauthorized).',
      'Unauthorized',
      'Forbidden',
    ];
    const texts = about.flatMap((one) => refusals.map((refusal) => [`${one}: ${refusal}`, causeOf(refusal)]));
    expect(texts.filter(([text = '', cause]) => causeOf(text) !== cause)).toEqual([]);
  });

  it('with a fault of PowerShell behind it is the portal’s own fault', () => {
    const texts = BEFORE.flatMap((before) => PROGRAM_FAULTS.map((fault) => before + fault));
    expect(texts.filter((text) => causeOf(text) !== 'portal.server-error')).toEqual([]);
  });

  it('is not at fault where a console says in which line of a script it happened', () => {
    const console = ' At C:\\Scripts\\report.ps1:12 char:5 + CategoryInfo : InvalidOperation';
    expect(PROGRAM_FAULTS.filter((fault) => causeOf(`Failed: ${fault}${console}`) !== 'tool.local')).toEqual([]);
  });

  it('with a path behind it that Graph does not have asked for the wrong thing itself', () => {
    const said = "Resource not found for the segment 'devices2'.";
    expect(causeOf(`Could not update the filter of fabrikam.com. Error: ${said}`)).toBe('portal.server-error');
    expect(causeOf(`Get-MgDevice_List: ${said}`)).toBe('tool.local');
  });

  it('that misses what it was to be told was asked wrong', () => {
    expect(causeOf('No group was specified for this action')).toBe('portal.bad-request');
    expect(causeOf('No user account was locked')).not.toBe('portal.bad-request');
  });

  it('about its own form is a request that nobody else was asked', () => {
    const texts = [
      'Display name is required',
      'GUID is required for this action',
      'Invalid type, valid types are A, B',
    ];
    expect(texts.map(causeOf)).toEqual(texts.map(() => 'portal.bad-request'));
  });

  it('that says what failed and not why names no cause, and begins with where the reason stands', () => {
    const named = "Failed to update CA policy CA001: 'Block legacy' for fabrikam.onmicrosoft.com";
    for (const text of [
      'Failed to create Conditional Access policy',
      'Failed to get Teams',
      'Could not create user',
      'Unable to get mailbox details',
      'MailboxReport: failed to fetch members',
      'Exchange audit query failed',
      named,
    ]) {
      const { cause, steps } = explainText(text, guidance);
      expect([cause, steps[0]], text).toEqual(['unknown', expect.stringContaining('what failed, and not why')]);
    }
    expect(causeOf('Could not load tenants')).toBe('portal.tenants-missing');
    expect(causeOf('Failed to get Teams: Forbidden')).not.toBe('unknown');
    expect(explainText('Failed to get users of fabrikam.com: 401', guidance).steps[0]).not.toContain('and not why');
    expect(explainText('Failed to get users of fabrikam.com 401', guidance).steps[0]).not.toContain('and not why');
  });

  it('about its own store is no object of a tenant', () => {
    const texts = ["Template '3f2b9c1d' not found", 'Preset not found', "Scheduled task 'X' does not exist"];
    expect(texts.map(causeOf)).toEqual(texts.map(() => 'portal.server-error'));
  });

  it('about a setting is no error, unless one stands behind it', () => {
    const said = ['SMTP sending is already disabled.', 'The sharing policy is not configured as expected.'];
    expect(said.map((text) => explainText(text, guidance).article)).toEqual(said.map(() => 'portal-reports-setting'));
    expect(causeOf('The sharing policy is not configured as expected. Error: Too many requests')).toBe(
      'throttle.graph',
    );
  });

  it('that says what was done, or how something is, refuses nothing', () => {
    const done = [
      'Cached 12 transport rules',
      'Checking for missing groups of the account',
      'Successfully repaired the missing roles: Mail Recipients, Audit Logs',
      '{"Results": "Removed directly assigned licenses for anna@fabrikam.com: E3", "severity": "success"}',
      '[08:41:12] fabrikam.com: Skipped the mailbox, it has no retention policy',
      'All required groups have been mapped to the relationship',
      'Stored the certificate in the key vault fabrikam-kv',
      'Anonymous links in meetings is not enabled.',
    ];
    expect(done.map((text) => explainText(text, guidance).article)).toEqual(done.map(() => 'portal-reports-setting'));
  });

  it('with a word of failure, a code or a person in it is no report', () => {
    const texts = [
      'Added the permission, but it failed: Insufficient privileges to complete the operation.',
      'Checking the consent: AADSTS65001',
      'Connected to Graph but the service account is missing required roles',
      'Created new tokens and we still get the old error',
      'Deployed the portal, why are there no tenants',
      'The account is disabled.',
    ];
    const reports = texts.filter((text) => explainText(text, guidance).article === 'portal-reports-setting');
    expect(reports).toEqual([]);
  });

  it('about one thing means what it passes on about another', () => {
    const about = 'Insufficient permissions. Please ensure the tenant GDAP relationship includes the role: ';
    expect(causeOf(about)).toBe('gdap.role-missing');
    expect(causeOf(`${about}The server cannot service this request right now.`)).toBe('throttle.exchange');
    expect(causeOf(`${about}The CIPP user access token has expired.`)).toBe('token.expired');
  });
});
