import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { encodeAction } from '../../../../src/core/cards/action-id.ts';
import { fillArticle } from '../../../../src/core/guidance/articles/article.ts';
import type { SearchHit } from '../../../../src/core/guidance/articles/find-article.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';
import { toExplanationCard } from '../../../../src/core/guidance/explain/explanation-card.ts';

const guidance = loadGuidance();
/** The same guidance with a search that finds what is given, whatever was asked. */
const finding = (...hits: readonly Partial<SearchHit>[]) => ({
  ...guidance,
  search: {
    search: () =>
      hits.map(
        (hit) => ({ id: '', score: 0.5, matched: ['tenant'], near: true, clear: false, ...hit }) satisfies SearchHit,
      ),
  },
});
const explain = (text: string) => explainText(text, guidance);

const TRACE = '0a1b2c3d-1111-4222-8333-aaaabbbbcc00';
const CORRELATION = '5e6f7a8b-2222-4333-9444-ddddeeeeff11';
const IDS = `Trace ID: ${TRACE} Correlation ID: ${CORRELATION} Timestamp: 2026-07-02 19:39:53Z`;

describe('a sentence that several causes share', () => {
  const text = 'The server said: Too many requests';
  const other = (score: number) =>
    finding({ id: 'bot-discord', score, clear: true }, { id: 'throttle-graph', score: 0.01 });

  it('stands beside what is little more probable, is told with what is more so, and gives way to what is as good as sure', () => {
    const causes = [0.2, 0.4, 0.6].map((score) => explainText(text, other(score)).cause);
    expect(causes).toEqual(['throttle.graph', 'unknown', 'bot.discord']);
    const { steps, alternatives } = explainText(text, other(0.4));
    expect(alternatives.map(({ cause }) => cause)).toEqual(['throttle.graph', 'bot.discord']);
    expect(steps.slice(0, 2).map((step) => step.split('**')[2]?.slice(0, 5))).toEqual([', if ', ', if ']);
  });

  it('is not outvoted where it is a name that only programs write, or says that the line was cut', () => {
    const texts = [
      'Details: Request_InvalidRequestUrl',
      'Post https://login.microsoftonline.com: dial tcp: lookup failed',
    ];
    expect(texts.map((one) => explainText(one, other(0.9)).cause)).toEqual(['app.foreign', 'network.unreachable']);
  });

  it('is not contested by another article of its own cause', () => {
    const { cause, article } = explainText(
      'vault: Forbidden',
      finding({ id: 'portal-key-vault', score: 0.9, clear: true }, { id: 'key-vault-right-missing', score: 0.01 }),
    );
    expect([cause, article]).toEqual(['portal.key-vault', 'key-vault-right-missing']);
  });
});

describe('a number without a word', () => {
  it('is asked of the finder only where it is a status', () => {
    expect(guidance.search.search('2026')).toEqual([]);
    expect(guidance.search.search('401')).not.toEqual([]);
  });
});

describe('what stands around a number', () => {
  it('chooses its first step: a password alone answers no second factor', () => {
    const [first] = explainText('Connecting to {ExchangeOnline}...Error Acquiring Token: AADSTS50076', guidance).steps;
    expect(first).toContain('a password alone');
    expect(explainText('Could not get token: AADSTS50076', guidance).steps[0]).toContain('connections renew');
  });

  it('is none where its first digits were cut away: the sentence decides', () => {
    const text = "AADSTS00016: Application with identifier 'x' was not found in the directory 'y'";
    expect(explainText(text, guidance)).toMatchObject({ cause: 'app.not-in-tenant', codes: [] });
  });

  it('is read whole where the address writes plus signs, quotation marks included', () => {
    const text = `error_description=AADSTS650051%3a+Using+application+'A'+is+not+supported+because+it+is+in+an+unmanaged+state`;
    expect(explainText(text, guidance).steps[0]).toContain('take over the organization');
  });
});

describe('explainText', () => {
  it('reads a code however it is written', () => {
    for (const text of [
      'AADSTS50076',
      'aadsts 50076',
      'AADSTS-50076',
      '50076',
      '"50076"',
      'error code 50076',
      'Error(s): 50076 - Timestamp:',
    ]) {
      expect(explain(text.replaceAll('"', '')), text).toMatchObject({ cause: 'mfa.required', codes: ['AADSTS50076'] });
    }
  });

  it('takes a bare HTTP status for a symptom, never for a certainty', () => {
    const expected: Record<string, string> = {
      400: 'portal.bad-request',
      403: 'permission.insufficient',
      429: 'throttle.graph',
      500: 'portal.server-error',
      503: 'service.unavailable',
    };
    for (const [status, cause] of Object.entries(expected)) {
      expect(explain(status), status).toMatchObject({ cause, confidence: 'likely', codes: [] });
    }
  });

  it('claims no owner where only a status speaks, and says what tells the reasons apart', () => {
    for (const text of [
      '403',
      '(403) Verboden',
      'Fehler zurückgegeben: 401 – Nicht autorisiert',
      'access denied',
      'I get a 401 when calling it',
    ]) {
      const { owner, confidence, steps, alternatives } = explain(text);
      expect({ owner, confidence }, text).toEqual({ owner: 'unknown', confidence: 'likely' });
      expect(steps[0], text).toContain('Look which address or command');
      expect(alternatives.length, text).toBeGreaterThanOrEqual(3);
      expect(
        alternatives.every(({ thisIf }) => thisIf !== undefined),
        text,
      ).toBe(true);
    }
  });

  it('takes clear words beside a number that nobody documents, however they are put, and has the number looked up', () => {
    const explanation = explain('AADSTS7009999: the token has run out');
    expect(explanation).toMatchObject({ cause: 'token.expired', confidence: 'likely', codes: ['AADSTS7009999'] });
    expect(explanation.steps.at(-1)).toContain('code=7009999');
    expect(explain('AADSTS7009999: something odd').recognized).toBe(false);
    expect(explain('AADSTS70000 device code').cause).toBe('tool.local');
    const guest = explain(
      'AADSTS50177: The user you have used is a guest in this tenant, or not in the correct group.',
    );
    expect(guest).toMatchObject({ cause: 'account.no-path', confidence: 'likely' });
  });

  it('begins a refusal by what is to be done where it was met', () => {
    const steps: Record<string, string> = {
      'Connect-PnPOnline: (403) Forbidden': 'Active sites',
      'Get-MgUser : Insufficient privileges to complete the operation.': 'Find-MgGraphCommand',
      'PartnerException: Forbidden. GET https://api.partnercenter.microsoft.com/v1/customers': 'Admin agent',
      'GET https://graph.microsoft.com/beta/deviceManagement/managedDevices 403 Forbidden': 'Intune licence',
      "does not have authorization to perform action 'Microsoft.Web/sites/write' over scope '/subscriptions/x' 403":
        'Access control (IAM)',
      'GET https://graph.microsoft.com/v1.0/users 401 Unauthorized': '`aud`',
      'KeyVaultErrorException: Access denied. We use the key vault of the portal': 'Access configuration',
      "The role assigned to application x isn't supported in this scenario.": 'Exchange.ManageAsApp',
    };
    for (const [text, first] of Object.entries(steps)) expect(explain(text).steps[0], text).toContain(first);
    expect(explain('Authorization_RequestDenied: Insufficient privileges').confidence).toBe('likely');
  });

  it('takes no other number for a code', () => {
    for (const text of ['123456', '12345', 'order 700082 was shipped', '2026']) {
      expect(explain(text), text).toMatchObject({ recognized: false, cause: 'unknown', confidence: 'none', codes: [] });
    }
  });

  it('reads JSON that is nested in JSON', () => {
    const inner = JSON.stringify({
      error: 'invalid_grant',
      error_description: `AADSTS50173: revoked\r\n${IDS}`,
      error_codes: [50173],
    });
    const text = JSON.stringify({ message: JSON.stringify({ body: inner }) });
    expect(explain(text)).toMatchObject({
      cause: 'token.revoked',
      confidence: 'exact',
      ids: { traceId: TRACE, correlationId: CORRELATION },
    });
  });

  it('reads an address that is written twice over, and the marks of a mail', () => {
    const description = encodeURIComponent(encodeURIComponent(`AADSTS50173: Le jeton est révoqué. Trace ID: ${TRACE}`));
    for (const text of [
      `https://localhost/?return=${encodeURIComponent('/?error=')}invalid_grant%26error_description%3D${description}`,
      `error=3Dinvalid_grant&error_description=3DAADSTS50173: revoked. Trace ID=3D${TRACE}`,
    ]) {
      expect(explain(text), text).toMatchObject({ cause: 'token.revoked', ids: { traceId: TRACE } });
    }
  });

  it('takes no id and no line that ends with a sign for the marks of a mail', () => {
    const traceId = '3d1b2c3d-1111-4222-8333-aaaabbbbcc00';
    for (const escaped of [false, true]) {
      const text = `error=\nAADSTS50173: revoked\ntrace_id=${traceId}`;
      expect(explain(escaped ? JSON.stringify(text) : text)).toMatchObject({
        cause: 'token.revoked',
        ids: { traceId },
      });
    }
  });

  it('reads the fields where there is no code', () => {
    expect(explain('{"error":"invalid_grant","suberror":"client_mismatch"}')).toMatchObject({
      cause: 'credential.wrong-client',
      confidence: 'exact',
    });
    expect(explain('{"error":"invalid_grant","suberror":"bad_token"}')).toMatchObject({
      cause: 'token.revoked',
      confidence: 'likely',
    });
    expect(explain('{"error":"invalid_client"}')).toMatchObject({
      cause: 'credential.secret-invalid',
      confidence: 'likely',
    });
  });

  it('lets a particular code go before an umbrella beside it', () => {
    const text = `AADSTS70000: Provided grant is invalid or malformed. AADSTS50173: revoked. ${IDS}`;
    expect(explain(text)).toMatchObject({ cause: 'token.revoked', codes: ['AADSTS50173', 'AADSTS70000'] });
    expect(explain('AADSTS70000')).toMatchObject({ cause: 'token.revoked', confidence: 'likely' });
  });

  it('gives the most frequent of several causes, as likely, and names the others', () => {
    const text = ['AADSTS65001: consent.', 'AADSTS50076: mfa.', 'AADSTS50076: mfa.']
      .map((line) => line + ' '.padEnd(5))
      .join('\n');
    const explanation = explain(text);
    expect(explanation).toMatchObject({ cause: 'mfa.required', confidence: 'likely' });
    expect(explanation.alternatives.map((other) => other.cause)).toEqual(['consent.missing']);
  });

  it('stays certain where several codes mean the same cause', () => {
    expect(explain('AADSTS53003: blocked. AADSTS53000: device.')).toMatchObject({
      cause: 'access.conditional-access',
      confidence: 'exact',
    });
  });

  it('says that it does not know an undocumented code, with two next steps', () => {
    const explanation = explain(`invalid_grant: AADSTS987654: Something new about conditional access. ${IDS}`);
    expect(explanation).toMatchObject({
      recognized: false,
      cause: 'unknown',
      codes: ['AADSTS987654'],
      confidence: 'none',
      owner: 'unknown',
    });
    expect(explanation.steps).toHaveLength(2);
    expect(explanation.ids.traceId).toBe(TRACE);
  });

  it('gives the table’s meaning of a documented code without a cause of its own', () => {
    const explanation = explain('AADSTS50199: For security reasons, user confirmation is required for this request.');
    expect(explanation).toMatchObject({
      recognized: true,
      cause: 'unknown.documented',
      confidence: 'likely',
      codes: ['AADSTS50199'],
    });
    expect(explanation.meaning).toMatch(/^AADSTS50199 \(CmsiInterrupt\): /);
  });

  it('takes no web page for an answer of Microsoft’s', () => {
    const pages = [
      '403 Forbidden nginx/1.18.0 (Ubuntu)',
      'Access to shop.example was denied. You are not authorized to view this page. HTTP ERROR 403',
      'our web server answers 404 for the folder with the pictures',
    ];
    expect(pages.map((text) => explain(text).recognized)).toEqual(pages.map(() => false));
    expect(explain('403 Forbidden').cause).toBe('permission.insufficient');
  });

  it('names no cause by a status where nobody tells who was asked', () => {
    const text = (whom: string) => `since this morning it says 403 forbidden whenever they open the list of ${whom}`;
    const search = finding({ id: 'permission-insufficient', score: 0.2 });
    expect(explainText(text('holidays'), search).cause).toBe('unknown');
    expect(explainText(text('mailboxes in exchange'), search).cause).toBe('permission.insufficient');
    expect(explainText(text('holidays'), finding())).toMatchObject({ recognized: false, alternatives: [] });
  });

  it('does not take what is said not to be there for what a text is about', () => {
    const search = finding();
    expect(explainText('sign-in fails, conditional access', search).cause).toBe('access.conditional-access');
    for (const no of ['no', 'without', 'despite new'])
      expect(explainText(`sign-in fails, ${no} conditional access`, search).cause, no).toBe('unknown');
  });

  it('says when there is nothing to go by', () => {
    for (const text of ['', '   ', 'hello', 'it does not work since yesterday', '{}', '[[[', 'lorem ipsum dolor'])
      expect(explain(text), text).toMatchObject({
        recognized: false,
        cause: 'unknown',
        confidence: 'none',
        alternatives: [],
      });
  });

  it('uses the dates and lifetimes in the text', () => {
    const expired = explain(
      'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-01-05T02:58:17.0350262Z and was inactive for 90.00:00:00.',
    );
    expect(expired.facts).toMatchObject({ tokenIssuedAt: '2026-01-05T02:58:17.0350262Z', unusedForDays: 90 });
    expect(expired.meaning).toContain('issued on 2026-01-05 and was unused for 90 days');
    const frequency = explain(
      'AADSTS70043: … issued on 2026-01-05T02:58:17Z and the maximum allowed lifetime for this request is 3600.',
    );
    expect(frequency.facts).toMatchObject({ allowedLifetimeSeconds: 3600 });
    expect(frequency.meaning).toContain('allows 1 h since');
    const revoked = explain(
      "AADSTS50173: The grant was issued on '2023-06-04T07:39:05.63Z' and the TokensValidFrom date (before which tokens are not valid) for this user is '2023-07-01T00:00:00.0000000Z'.",
    );
    expect(revoked.facts.tokensValidFrom).toBe('2023-07-01T00:00:00.0000000Z');
  });

  it('names application and tenant, and accounts only by first letter and domain', () => {
    const text = `AADSTS50020: User account 'jane.doe@contoso.example' from identity provider 'https://sts.windows.net/' does not exist in tenant 'Fabrikam' and cannot access the application '8e1d907c-1111-4222-8333-000011112222'(CIPP-SAM) in that tenant.`;
    const explanation = explain(text);
    expect(explanation.facts).toMatchObject({
      user: 'j…@contoso.example',
      tenant: 'Fabrikam',
      applicationName: 'CIPP-SAM',
    });
    expect(JSON.stringify(explanation)).not.toContain('jane.doe');
  });

  it('fills deep links only with a tenant id that the text names', () => {
    const id = 'f837e147-3333-4444-8555-000011113333';
    const named = explain(`AADSTS700016: Application with identifier 'x' was not found in the directory '${id}'.`);
    expect(named.facts.tenant).toBe(id);
    expect(JSON.stringify(explain('AADSTS700016').steps)).not.toMatch(/\(https:[^)]*\{/);
  });

  it('recognizes Microsoft’s retired Exchange client by its id, whatever code came', () => {
    const text = 'client a0c73c16-a7e3-4564-9a95-2bdf47383716: invalid_grant AADSTS700082: expired AADSTS700082';
    expect(explain(text).cause).toBe('exchange.legacy-client-retired');
    expect(explain('the app a0c73c16-a7e3-4564-9a95-2bdf47383716 is on the list').recognized).toBe(false);
  });

  it('takes the ids nearest to the error, which stand after it', () => {
    const other = '99999999-9999-4999-8999-999999999999';
    const text = `ok request-id: ${other}\nTrace ID: ${other}\nAADSTS50076: mfa\r\nTrace ID: ${TRACE}\r\nTimestamp: 2026-07-02 19:39:53Z`;
    expect(explain(text).ids).toMatchObject({ traceId: TRACE, timestamp: '2026-07-02 19:39:53Z' });
  });

  it('gives nothing back that could break an output', () => {
    const text = `AADSTS65001: application with ID '8e1d907c-1111-4222-8333-000011112222' named 'ev\u202eil\u001b[31m\u0000<script>${'x'.repeat(500)}'`;
    const json = JSON.stringify(explain(text));
    expect(json).not.toMatch(/[\p{Cc}\u202e]|\\u001b|\\u0000|\\u202e/u);
  });

  it('knows who has to act where the code says it', () => {
    expect(explain('AADSTS500213').owner).toBe('customer');
    expect(explain('AADSTS500212').owner).toBe('partner');
    expect(explain('ENOTFOUND login.microsoftonline.com').owner).toBe('network');
  });

  it('names the articles that may fit with what tells them apart, and no cause, where none is ahead', () => {
    const by = finding({ id: 'gdap-pending' }, { id: 'guide-new-tokens' }, { id: 'unheard-of' });
    const explanation = explainText('the tenant is odd', by);
    expect(explanation).toMatchObject({ recognized: true, cause: 'unknown', owner: 'partner', confidence: 'likely' });
    const articles = ['gdap-pending', 'guide-new-tokens'].map((id) => guidance.library.byId(id));
    expect(explanation.alternatives.map(({ article, thisIf }) => [article, thisIf])).toEqual(
      articles.map((article) => [article?.id, article?.thisIf]),
    );
    for (const [place, article] of articles.entries())
      expect(explanation.steps[place]).toBe(
        fillArticle(`**${article?.title}**, if ${article?.thisIf}. ${article?.steps[0]}`, {}),
      );
    expect(toExplanationCard(explanation, false).actions.map((action) => 'id' in action && action.id)).toEqual([
      encodeAction('article', 'gdap-pending'),
      encodeAction('article', 'guide-new-tokens'),
    ]);
  });

  it('says whose it is where all that may fit are of one side, and leaves out what is far behind', () => {
    const ids = ['gdap-pending', 'tenant-vanished', 'access-conditional-access'];
    const scored = ids.map((id, place) => ({ id, score: 0.4 / (place + 1) ** 3, near: place === 0 }));
    const owner = (hits: readonly Partial<SearchHit>[]) => explainText('the tenant is odd', finding(...hits)).owner;
    expect(owner(scored.slice(0, 2))).toBe('partner');
    expect(owner(scored)).toBe('partner');
    expect(owner(scored.map((hit) => ({ ...hit, score: 0.4 })))).toBe('unknown');
  });

  it('says what a weak answer may be instead, and stays with a sure one', () => {
    const own = 'access-conditional-access';
    const by = finding({ id: 'tenant-not-set-up', score: 0.45, clear: true }, { id: own, score: 0.3 });
    const weak = explainText('conditional access', by);
    expect(weak.cause).toBe('access.conditional-access');
    expect(weak.alternatives[0]).toMatchObject({ cause: 'tenant.not-set-up', article: 'tenant-not-set-up' });
    const card = JSON.stringify(toExplanationCard(weak, false));
    expect(card).toContain(guidance.library.byId('tenant-not-set-up')?.thisIf);
    expect(card).toContain(encodeAction('article', 'tenant-not-set-up'));
    expect(explainText('AADSTS50076', by).alternatives).toEqual([]);
  });

  it.each([
    ['says what it may be where a mere word and the search disagree', 0.45, 0.08, false, 'unknown'],
    ['says so where neither speaks for it', 0.1, 0.02, false, 'unknown'],
    ['begins with the word’s own where the search is little surer', 0.25, 0.08, false, 'own first'],
    ['lets a clear search decide against a mere word', 0.6, 0.02, true, 'tenant.not-set-up'],
  ])('%s', (_, score, own, clear, cause) => {
    const ids = ['access-conditional-access', 'tenant-not-set-up'];
    const found = finding({ id: 'tenant-not-set-up', score, clear }, { id: ids[0] ?? '', score: own });
    const explanation = explainText('conditional access', found);
    expect(explanation.cause).toBe(cause === 'own first' ? 'unknown' : cause);
    const told = explanation.alternatives.map(({ article }) => article);
    if (explanation.cause === 'unknown') expect(told).toEqual(cause === 'unknown' ? ids.toReversed() : ids);
  });

  it.each([
    ['a search that is ten times as sure outvotes it', 'we got too many requests', 0.6, 0.05, 'tenant.not-set-up'],
    ['one that is little surer does not', 'we got too many requests', 0.6, 0.2, 'throttle.graph'],
    ['nothing outvotes what the text gives as its reason', 'Error: too many requests', 0.9, 0.01, 'throttle.graph'],
  ])('of a rule that several causes share: %s', (_, text, score, own, cause) => {
    const found = finding({ id: 'tenant-not-set-up', score, clear: true }, { id: 'throttle-graph', score: own });
    expect(explainText(text, found).cause).toBe(cause);
  });
});
