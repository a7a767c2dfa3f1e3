import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const { library, knowledge } = loadGuidance();
/** What the rules say by themselves: no finder is asked. */
const guidance = { library, knowledge };
const causeOf = (text: string) => explainText(text, guidance).cause;

describe('an object that cannot be made or changed', () => {
  it('is there already, whoever says so', () => {
    const texts = [
      'New-MgGroup_Create: Another object with the same value for property mailNickname already exists.',
      'Failed to add anna@fabrikam.com to Sales: One or more added object references already exist for the following modified properties: members.',
      '{"error":{"code":"ObjectConflict","message":"A conflicting object with one or more of the specified property values is present in the directory."}}',
      'Set-Mailbox: The proxy address "smtp:info@fabrikam.com" is already being used by the proxy addresses or LegacyExchangeDN of "info_2".',
      'Permission being assigned already exists on the object',
    ];
    expect(texts.filter((text) => causeOf(text) !== 'tenant.object-exists')).toEqual([]);
  });

  it('is managed in another place, which comes first', () => {
    const graph = 'Cannot Update a mail-enabled security groups and or distribution list.';
    const synced = 'Unable to update the specified properties for on-premises mastered Directory Sync objects.';
    const scope =
      "The operation on mailbox Anna failed because it's out of the current user's write scope. The object is being synchronized from your on-premises organization.";
    expect([graph, synced, scope].map(causeOf)).toEqual(Array(3).fill('tenant.object-elsewhere'));
    expect(explainText(graph, guidance).steps[0]).toContain('Exchange admin center');
    expect(explainText(synced, guidance).steps[0]).toContain('local Active Directory');
  });
});

describe('what is not there', () => {
  it('is missing in the tenant, whatever kind of object its id is of', () => {
    const texts = [
      'The group object by the given id (11112222-3333-4444-8555-666677778888) is not found.',
      'No team found with group id 11112222-3333-4444-8555-666677778888',
      'Get-MgUserMessage_Get: The specified object was not found in the store.',
    ];
    expect(texts.map(causeOf)).toEqual(texts.map(() => 'tenant.object-missing'));
  });

  it('is the build’s where it looks for a folder', () => {
    const text = "Api Directory Location: 'backend/' is invalid. Could not detect this directory.";
    expect(causeOf(text)).toBe('portal.deployment');
  });
});

describe('a sign-in that a person cancelled', () => {
  it('refused nobody', () => {
    const text = 'callback?error=access_denied&error_subcode=cancel&state=12';
    expect(explainText(text, guidance)).toMatchObject({ cause: 'tool.local', owner: 'partner' });
    expect(causeOf('callback?error=access_denied&state=12')).not.toBe('tool.local');
  });
});

describe('a managed identity', () => {
  it('is the vault’s where a vault is named, and the program’s own elsewhere', () => {
    const failed = 'ManagedIdentityCredential authentication failed: no identity has been assigned to this resource.';
    expect(causeOf(`Connect-MgGraph: ${failed}`)).toBe('tool.local');
    expect(causeOf(`Azure.Security.KeyVault.Secrets.SecretClient: ${failed}`)).toBe('portal.key-vault');
  });
});

describe('a request that is refused for what it says', () => {
  const answered = (code: string, message: string) =>
    `GET https://graph.microsoft.com/v1.0/groups HTTP/1.1 400 Bad Request {"error":{"code":"${code}","message":"${message}"}}`;

  it('is the tool’s that made it, where Graph explains its 400', () => {
    const texts = [
      answered('Request_UnsupportedQuery', 'Unsupported or invalid query filter clause specified for property city.'),
      answered('BadRequest', 'Could not find a property named managerId on type microsoft.graph.group.'),
      '1007: Incoming NamedLocation object is null or does not match the schema of NamedLocation type.',
    ];
    expect(texts.map(causeOf)).toEqual(texts.map(() => 'tool.local'));
    expect(explainText(texts[0] ?? '', guidance).steps[0]).toContain('no token or permission is at fault');
  });
});

describe('what a program says after a refusal', () => {
  it('only follows from the status that was answered before it', () => {
    const script = ' At C:\\Scripts\\report.ps1:12 char:5 + CategoryInfo : InvalidOperation';
    const refused = 'Invoke-RestMethod : The remote server returned an error: (403) Forbidden.';
    const then = 'You cannot call a method on a null-valued expression.';
    expect(causeOf(`${refused}${script} ${then}${script}`)).toBe('permission.insufficient');
    expect(causeOf(`${then}${script}`)).toBe('tool.local');
  });
});
