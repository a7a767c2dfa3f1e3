import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../../src/core/guidance/explain/explain-text.ts';

const guidance = loadGuidance();
const explain = (text: string) => explainText(text, guidance);

describe('who speaks in a text', () => {
  it.each([
    [
      'Discord',
      'bot.discord',
      "DiscordAPIError[50013]: Missing Permissions code: 50013, url: 'https://discord.com/api/v10/channels/1'",
    ],
    ['Discord', 'bot.discord', 'DiscordAPIError[10062]: Unknown interaction status: 404'],
    [
      'Teams’ bot connector',
      'bot.teams',
      '{"error":{"code":"BotDisabledByAdmin","message":"The tenant admin disabled this bot"}}',
    ],
    [
      'Teams’ bot connector',
      'bot.teams',
      'RestError: Authorization has been denied for this request. 401 https://smba.trafficmanager.net/emea/v3',
    ],
    ['A sign-in service of its own', 'foreign.service', 'Auth0: invalid_grant, the refresh token is expired'],
    ['A sign-in service of its own', 'foreign.service', 'login to our wiki over Keycloak fails, the MFA code is wrong'],
    ['Kubernetes', 'foreign.service', 'pods is forbidden: User "dev" cannot list resource "pods" in API group ""'],
    ['Google Workspace', 'foreign.service', 'googleapi: Error 403: Not Authorized to access this resource/api'],
    ['HaloPSA', 'foreign.service', 'Connect-HaloAPI: The Halo API said invalid_client. 401 Unauthorized'],
    ['The webhook’s receiver', 'foreign.service', 'Could not send alerts to webhook: Error 400 occured.'],
    [
      'Amazon Web Services',
      'foreign.service',
      'AccessDenied: User: arn:aws:iam::1:user/sync is not authorized to perform: s3:PutObject',
    ],
    ['A database server', 'foreign.service', "ERROR 1045 (28000): Access denied for user 'reports'@'localhost'"],
    [
      'A tool for source code, packages or containers',
      'foreign.service',
      'fatal: unable to access: The requested URL returned error: 403',
    ],
    ['Windows’ own domain', 'foreign.service', 'Logon failure, Status: 0xC000006D, Sub Status: 0xC0000064'],
    ['Another vendor’s service', 'foreign.service', 'SentinelOne console: Unauthorized, the token has expired'],
  ])('tells %s’s refusal as its own', (name, cause, text) => {
    const explanation = explain(text);
    expect(explanation).toMatchObject({ cause, codes: [], confidence: 'likely' });
    expect(explanation.meaning).toContain(`${name} answered this: your SAM app is not touched.`);
  });

  it.each([
    '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.',
    '550 5.7.705 Access denied, tenant has exceeded threshold',
    'Remote server returned 451 4.7.500 Server busy. Please try again later [AM6PR07.outlook.office365.com]',
  ])('tells a returned mail as the matter of mail that it is: %s', (text) => {
    const explanation = explain(text);
    expect(explanation).toMatchObject({ cause: 'foreign.service', article: 'mail-refused', confidence: 'likely' });
    expect(explanation.steps.join(' ')).not.toContain('its key or account');
  });

  it.each([
    ['Failed to add note to HaloPSA ticket 48213: Response status code does not indicate success: 400 (Bad Request).'],
    ['Could not get Sherweb Companies, error: Response status code does not indicate success: 403 (Forbidden).'],
    ['Failed to send ticket to HaloPSA: {"error":"invalid_client"}'],
    ['Failed to get NinjaOne Token for Device Compliance Update'],
  ])('is whom a program names before it passes on a mere status: %s', (text) => {
    expect(explain(text)).toMatchObject({ cause: 'foreign.service', article: 'foreign-service' });
  });

  it('is Microsoft where the message that is passed on is Microsoft’s', () => {
    expect(explain('Could not sync Hudu: Request not applicable to target tenant.').cause).toBe('license.missing');
  });

  it('is Graph where its own code stands beside a number of mail', () => {
    const text = '554 5.0.0 transaction failed: Access is denied. Check credentials and try again. (ErrorAccessDenied)';
    expect(explain(text).cause).toBe('permission.insufficient');
    expect(explain('554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException').article).toBe('mail-refused');
  });

  it('is not who begins a line that is about Microsoft', () => {
    const { cause } = explain('SentinelOne: Microsoft Entra refused us, the client secret has expired');
    expect(cause).toBe('credential.secret-expired');
  });

  it('leaves a sign-in to send mail to Exchange', () => {
    expect(explain('535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled').cause).toBe(
      'exchange.refused',
    );
  });

  it.each([
    "<html><head><title>Access Denied</title></head><body>Your organization's policy blocks this page</body></html>",
    '302 Found, Location: http://proxy.contoso.local/login',
    'The request was redirected to http://gateway.contoso.local/',
    'ConvertFrom-Json : Invalid JSON primitive: <!DOCTYPE',
  ])('tells a page or a redirect of a proxy as the report does: %s', (text) => {
    expect(explain(text)).toMatchObject({ cause: 'network.intercepted', owner: 'network' });
  });

  it.each([
    '{"message": "Missing Permissions", "code": 50013}',
    '{"message":"Missing Access","code":50001}',
    'notify: 401 {"message": "Invalid Webhook Token", "code": 50027}',
  ])('takes a number in Discord’s own JSON for no code of Entra: %s', (text) => {
    expect(explain(text)).toMatchObject({ cause: 'bot.discord', codes: [] });
  });

  it.each([
    "Code d'erreur : 53003",
    'Código de error: 53003',
    'Fejlkode: 53003',
    'Codice errore: 53003',
    'Felkod 53003',
  ])('reads the number behind “%s” as an AADSTS code', (text) => {
    expect(explain(text)).toMatchObject({ cause: 'access.conditional-access', codes: ['AADSTS53003'] });
  });

  it('takes no mail program’s name out of a name of Graph', () => {
    const text = '{"error":{"code":"UnknownError"}} /reports/getMailboxUsageDetail(period=\'D30\')';
    expect(explain(text).cause).not.toBe('foreign.service');
  });

  it('finds the unresolved reference to a key vault in what Entra refuses', () => {
    const text =
      "AADSTS900023: Specified tenant identifier '@microsoft.keyvault(secreturi=https:' is neither a valid DNS name";
    expect(explain(text).cause).toBe('portal.key-vault');
  });

  it('is certain of nothing where the address is one’s own', () => {
    expect(explain('getaddrinfo ENOTFOUND login.microsoftonline.com').confidence).toBe('exact');
    expect(explain('connect ECONNREFUSED 127.0.0.1:8080').confidence).toBe('likely');
  });

  it('takes a mere name for who speaks only where nothing else is clear, and only as a whole word', () => {
    expect(explain('Sherweb sync error 403')).toMatchObject({
      cause: 'foreign.service',
      speaker: 'another vendor’s service',
    });
    expect(explain('HaloPSA integration: failed to get token (401)')).toMatchObject({ cause: 'foreign.service' });
    expect(explain('both customers get error 403')).toMatchObject({ cause: 'permission.insufficient' });
    expect(explain('since Hudu is connected our GDAP tenants fail with invalid_grant').cause).not.toBe(
      'foreign.service',
    );
  });

  it('takes a product that a text connects to, or whose API it names, for who refused', () => {
    expect(explain('Could not connect to Autotask WebAPI. Maybe you typed your password wrong?')).toMatchObject({
      cause: 'foreign.service',
      speaker: 'Autotask PSA',
    });
    expect(explain('Our HaloPSA engineer says that the password of the service account expired').cause).not.toBe(
      'foreign.service',
    );
  });

  it.each([
    ['DiscordAPIError[50013]: Missing Permissions', /Permissions/],
    ['DiscordAPIError[10062]: Unknown interaction', /three seconds/],
    ['{"error":{"code":"BotNotInConversationRoster"}}', /install the app/i],
    ['Connect-MgGraph : Device code terminal timed-out after 120 seconds. Please try again.', /within two minutes/],
    ['{"error":{"code":"AF20023","message":"The subscription was disabled."}}', /UnifiedAuditLogIngestionEnabled/],
    ['Connect-MgGraph: Keyset does not exist', /private key/],
    [
      'DeviceCodeCredential authentication failed: Object reference not set to an instance of an object.',
      /Update-Module/,
    ],
    ['the csv export of a report in cipp comes out empty for every customer', /If all pass, .* the portal is/],
    ['CIPP: request failed with status code 500', /^Wait half a minute.*if all pass, it is the portal/],
    ['our function app for cipp is stopped', /\*\*Running\*\*/],
    ['we get too many alerts about the same thing', /^Look who sends them/],
    ['my account has no permission to view the page in the exchange admin center', /role of this admin center/],
    ['global admin of the partner is not enough at a customer', /^Find out who was refused.*tells role, permission/],
    [
      "Failed to set configuration: The property 'ApiKey' cannot be found on this object. Linenumber: 46",
      /latest version/,
    ],
    ['login always fails with the same AADSTS50011', /^Compare the redirect address/],
    ['AADSTS50194: Application is not configured as a multi-tenant application', /Multitenant/],
    ['New-PartnerAccessToken : Error: ClientId is not a Guid.', /Application \(client\) ID/],
    ['Get-MsolUser : Access Denied. You do not have permissions to call this cmdlet.', /MSOnline module was retired/],
    ['cipp wizard: Missing an argument for parameter of type System.Object', /latest version/],
    ['AADSTS50173: The provided grant has expired due to it being revoked', /^Make a new refresh token.*Audit logs/],
  ])('begins with the step for what was said in %s', (text, step) => {
    expect(explain(text).steps[0]).toMatch(step);
  });

  it.each([
    ['application', /assign the app/, /Look at the text|security group|relationships/],
    ['user', /relationships of this customer/, /Look at the text|assign the app/],
  ])('keeps of the steps those for an %s where the text says that it was one', (who, first, never) => {
    const { steps } = explain(`The role assigned to ${who} 4b1e isn't supported in this scenario.`);
    expect(steps[0]).toMatch(first);
    expect(steps.join('\n')).not.toMatch(never);
  });

  it('takes a name for one where it is a word, and not the first part of another', () => {
    expect(explain('ZendeskBridge gave up (50013): answer from Zendesk was 403 Forbidden').cause).toBe(
      'foreign.service',
    );
    // “Central” and “description” name neither Entra nor a script.
    expect(explain('Sophos Central: 403 Forbidden {"error":"Forbidden","requestId":"1"}').cause).toBe(
      'foreign.service',
    );
  });

  it('knows by its form what no service of Microsoft’s answers', () => {
    const body = '{"errors":[{"status":"403","title":"Forbidden","detail":"You may not read this"}]}';
    expect(explain(body).cause).toBe('foreign.service');
    expect(explain(`https://graph.microsoft.com/v1.0/users ${body}`).cause).not.toBe('foreign.service');
    const page = '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>';
    expect(explain(page).cause).toBe('unknown');
    expect(explain(page.replace('</body>', '<hr>cloudflare</body>')).cause).toBe('foreign.service');
  });

  it('takes a host or module that nobody knows for a stranger, and Microsoft’s for none', () => {
    expect(explain('GET https://api.acme-rmm.example.org/v2/devices failed: 401 Unauthorized')).toMatchObject({
      cause: 'foreign.service',
      speaker: 'api.acme-rmm.example.org',
    });
    expect(
      explain('C:\\Program Files\\WindowsPowerShell\\Modules\\AcmeTools\\Public\\Get-It.ps1:12 (401) Unauthorized.'),
    ).toMatchObject({ cause: 'foreign.service', speaker: 'acmetools' });
    expect(
      explain('C:\\Program Files\\WindowsPowerShell\\Modules\\Microsoft.Graph.Users\\x.psm1:12 (403) Forbidden.').cause,
    ).toBe('permission.insufficient');
  });

  it('tells a page of a gateway on the way as that, whatever else it says', () => {
    const page = '<!DOCTYPE html><html><title>Access Denied</title><body>FortiGuard - Access Blocked 403</body></html>';
    expect(explain(page)).toMatchObject({ cause: 'network.intercepted', speaker: 'a security gateway on the way' });
  });

  it('lets Microsoft’s code speak where another product only passes it on', () => {
    const text = 'HaloPSA integration: AADSTS7000222: The provided client secret keys are expired. halopsa.com';
    expect(explain(text)).toMatchObject({ cause: 'credential.secret-expired' });
  });

  it('knows a bot’s own directory by its name, whatever code came', () => {
    const text =
      "AADSTS700016: Application with identifier '5a5a5a5a-0000-4000-8000-5a5a5a5a5a5a' was not found in the directory 'Bot Framework'.";
    expect(explain(text)).toMatchObject({ cause: 'bot.teams', speaker: 'Teams’ bot connector' });
  });

  it('tells of a retired app what to use in its place, and never with certainty', () => {
    const text =
      "AADSTS700016: Application with identifier '31359c7f-bd7e-475c-86db-fdb8c937548e' was not found in the directory 'Contoso'.";
    const explanation = explain(text);
    expect(explanation).toMatchObject({ cause: 'app.foreign', speaker: 'PnP Management Shell', confidence: 'likely' });
    expect(explanation.steps[0]).toContain('PnP PowerShell');
    expect(explain(text.replace('31359c7f', '31359c70'))).toMatchObject({ cause: 'app.not-in-tenant' });
  });

  it('keeps a consent that lacks for one of Microsoft’s apps, and says whose app it is', () => {
    const text =
      "AADSTS65001: The user or administrator has not consented to use the application with ID '14d82eec-204b-4c2f-b7e8-296a70dab67e'.";
    expect(explain(text)).toMatchObject({ cause: 'consent.missing', confidence: 'likely' });
    expect(explain(text).meaning).toContain('Microsoft Graph Command Line Tools: your SAM app is not touched');
    const steps = explain(text).steps.join('\n');
    expect(steps).toMatch(/^Sign in to that app once as an administrator/);
    expect(steps).not.toMatch(/CPV|SAM app|applicationconsents|14d82eec/);
  });
});

describe('codes as people write them', () => {
  it.each([
    ['mistyped', 'ADDSTS50076 on all customers', 'AADSTS50076'],
    ['with a digit for its last letter', 'AADST5 7OOO82 refresh tokn has expierd', 'AADSTS700082'],
    ['in groups', 'aadsts 700 082 the refresh token', 'AADSTS700082'],
    ['torn by a console', 'invalid_grant: AADSTS500\n76: Due to a configuration change', 'AADSTS50076'],
    ['read by a camera', 'AADSTS5OO76 shown', 'AADSTS50076'],
    ['only a number in a complaint', 'getting 50173 on one tenant', 'AADSTS50173'],
  ])('reads one that is %s', (_how, text, code) => {
    expect(explain(text).codes).toEqual([code]);
  });

  it('lets clear words speak beside a number that nobody documents', () => {
    const text =
      'AADSTS987654: The CIPP-SAM app needs permission to access resources in your organization that only an admin can grant.';
    const explanation = explain(text);
    expect(explanation).toMatchObject({ cause: 'consent.missing', confidence: 'likely', codes: ['AADSTS987654'] });
    expect(explanation.steps.at(-1)).toContain('code=987654');
  });

  it('tells the flows of one number apart by the words beside it', () => {
    expect(
      explain("AADSTS70000: The provided value for the input parameter 'device_code' is not valid."),
    ).toMatchObject({
      cause: 'tool.local',
      confidence: 'likely',
    });
    expect(explain('AADSTS70000: The refresh token is not valid.')).toMatchObject({ cause: 'token.revoked' });
  });

  it('names the root of several and says which of the others may follow from it', () => {
    const text = 'AADSTS65001: consent. AADSTS7000222: expired. AADSTS65001: consent.';
    expect(explain(text)).toMatchObject({
      cause: 'credential.secret-expired',
      alternatives: [{ cause: 'consent.missing', follows: true }],
    });
  });
});

describe('texts in other languages', () => {
  it.each([
    ['Das Kennwort ist abgelaufen', 'account.password'],
    ['Le certificat de l’application a expiré', 'credential.certificate-invalid'],
    ['El secreto de cliente no es válido', 'credential.secret-invalid'],
    ['De toegang is geblokkeerd door een beleid', 'access.conditional-access'],
    ['Il token di aggiornamento è scaduto', 'token.expired'],
  ])('are read once more in English where no sentence of theirs is known: %s', (text, cause) => {
    expect(explain(text)).toMatchObject({ cause, confidence: 'likely' });
  });
});

describe('what people type', () => {
  it.each([
    ['reffresh tokn exipred', 'token.expired'],
    ['condishional acess polcy bloking our login', 'access.conditional-access'],
    ['why does every tenant say consent neded after we added permision', 'consent.missing'],
  ])('is read as if it were spelt right: %s', (text, cause) => {
    expect(explain(text)).toMatchObject({ cause, confidence: 'likely' });
  });

  it.each([
    ['after I reset the password of our service account nothing works anymore', 'token.revoked'],
    ['all customers suddenly say token expired', 'token.expired'],
    ['ProfileAccessDeniedException', 'permission.insufficient'],
    ['Secret samrefreshtoken is currently being deleted', 'portal.key-vault'],
    ["Expiration du délai d'attente de l'opération", 'network.timeout'],
  ])('names its cause: %s', (text, cause) => {
    expect(explain(text)).toMatchObject({ cause, confidence: 'likely' });
  });

  it('lets why go before how it shows', () => {
    expect(explain('the client secret ran out and all customers are down').cause).toBe('credential.secret-expired');
    expect(explain('all customers are down').cause).toBe('portal.tenants-missing');
  });
});

describe('where nothing decides', () => {
  it('answers with the article whose words the text has', () => {
    expect(explain('proxy html')).toMatchObject({ cause: 'network.intercepted', confidence: 'likely' });
    expect(explain('proxy html').meaning).toContain('the words');
    // A guide has no cause, and is an answer all the same.
    expect(explain('trusted ips')).toMatchObject({
      cause: 'unknown',
      article: 'guide-sam-3-trusted-ips',
      recognized: true,
    });
  });

  it('names articles that may fit where none is clear, with the words that point there and no cause', () => {
    const explanation = explain('a tenant is gone or empty');
    expect(explanation).toMatchObject({ recognized: true, cause: 'unknown', owner: 'partner', confidence: 'likely' });
    expect(explanation.alternatives.length).toBeGreaterThan(1);
    for (const { article = '' } of explanation.alternatives) expect(guidance.library.byId(article)).toBeDefined();
    expect(explanation.meaning).toContain('the words');
    expect(explain('hello').steps).toHaveLength(2);
  });

  it.each([
    'Preheat the oven to 180 degrees, mix flour and butter and bake for 40 minutes until golden',
    'HP LaserJet paper jam in tray 2, error 13.02',
    'My washing machine shows E18 and does not drain',
    'How do I centre a div in CSS?',
  ])('answers no text of another field, whatever words it shares: %s', (text) => {
    expect(explain(text)).toMatchObject({ recognized: false, cause: 'unknown', confidence: 'none' });
  });
});
