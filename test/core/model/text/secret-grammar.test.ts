import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { cutSecrets } from '../../../../src/core/model/text/cut-secrets.ts';
import rules from '../../../../src/core/model/text/secret-rules.json' with { type: 'json' };
import { toIncidentReference } from '../../../../src/core/watch/incidents/reference.ts';
import { randomOf, secretOf } from './secret-shapes.ts';

const MANY = 6000;
/** What people choose themselves; the rest is made by machines. */
const CHOSEN = ['password', 'client secret', 'sign-in code'];
const CHOSEN_KINDS = ['p', 's', 'y', 'l', 'q', 'P', 'x', 'A10', 'A16', 'A32', 'h32', 'c', 'b43', 'u24'];
const MADE_KINDS = ['s', 'A16', 'A32', 'h32', 'c', 'b43', 'u24'];

const LABELS = Object.entries(rules.labels).flatMap(([kind, rows]) =>
  rows
    .flatMap((row) => row.split('|'))
    .map((word) => ({ word, kinds: CHOSEN.includes(kind) ? CHOSEN_KINDS : MADE_KINDS })),
);
const SPELLINGS: ((word: string) => string)[] = [
  (word) => word,
  (word) => word.replaceAll(' ', '_'),
  (word) => word.replaceAll(' ', '-'),
  (word) => word.replaceAll(' ', ''),
  (word) => word.toUpperCase().replaceAll(' ', '_'),
  (word) => word.charAt(0).toUpperCase() + word.slice(1),
];
const SIGNS = [
  ...[': ', ':', '=', ' = ', ' := ', '::', ' == ', '：', ' => ', '=>', ' -> ', ' → ', ' >>> ', '\t', ' '],
  ...[':\n', ':\r\n  ', '\n', ' is ', ' was set to ', ' | ', ' - ', ' – '],
];
/** Signs that may part sentences as well: a value without a mark stands alone there, or it is a word. */
const WEAK_SIGNS = [' | ', ' - ', ' – ', '\n', ':\n', ':\r\n  '];
const QUOTES = ['|', '"|"', "'|'", '`|`', '“|”', '«|»', '(|)', '[|]', '<|>', '**|**', '|.', '|,', '|;'].map(
  (marks) => marks.split('|') as [string, string],
);
const TRANSPORTS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'an address': (text) => encodeURIComponent(text),
  JSON: (text) => JSON.stringify({ message: text }),
  'JSON in JSON': (text) => JSON.stringify({ body: JSON.stringify({ message: text }) }),
  entities: (text) => text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`),
  'escaped letters': (text) =>
    text.replace(/[\s\S]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'a quotation': (text) => text.replace(/(?<=^|\n)/g, '> '),
  comments: (text) => text.replace(/(?<=^|\n)/g, '# '),
  'UTF-16 read as bytes': (text) => [...text].join('\0'),
  base64: (text) => Buffer.from(text.padEnd(24)).toString('base64'),
  'base64 of UTF-16': (text) => Buffer.from(text.padEnd(24), 'utf16le').toString('base64'),
  'a log': (text) => `2026-01-01T10:00:00Z INFO [x] ${text} (3 ms)`,
  'wrapped lines': (text) => text.replace(/.{76}(?=.)/g, '$&\n'),
};

/** Calls with a secret among their arguments, in the place of `{}`. */
const CALLS = [
  ...['.WithClientSecret({})', 'new ClientSecretCredential(tenant, "contoso-app", {})', 'new Fernet({})'],
  ...['new NetworkCredential("bob", {})', "[pscredential]::new('bob', {})", 'new X509Certificate2(path, {}, flags)'],
  ...["new PDO('mysql:host=db', 'bob', {})", 'mysqli_connect(host, "bob", {}, "crm")', 'jwt.verify(token, {})'],
  ...[
    'crypto.createHmac("sha256", {})',
    'server.login(address, {})',
    'BasicAuth("bob", {})',
    "page.fill('#password', {})",
  ],
  ...["os.environ['GRAPH_SECRET'] = {}", 'setPassword({})', 'new UsernamePasswordCredential("bob", {})'],
];
const CALLED_KINDS = ['p', 's', 'm', 'o', 'O', 'P', 'q', 'x', 'y', 'L', 'A16', 'h32', 'c'];

/** Base64 is not read where it is no text with a secret; a long run of it looks like chance. */
const READABLE = Object.keys(TRANSPORTS).filter((name) => !name.startsWith('base64'));

const IDS = [
  ...[
    'correlation id',
    'Trace ID',
    'x-ms-request-id',
    'client-request-id',
    'session id',
    'operation id',
    'object hash',
  ],
  ...['ETag', 'kid', 'x5t', 'x5t#S256', 'MS-CV', 'uti', 'cursor', 'conversationId', 'message id', 'x-ms-ests-server'],
  ...['sha256', 'SHA-256 hash', 'commit', 'Thumbprint', 'fingerprint', 'checksum', 'digest', 'traceparent', 'build'],
  ...['customKeyIdentifier', 'uniqueTokenIdentifier', 'messageId', 'resourceId', 'integrity', 'changeKey'],
];
const ID_KINDS = ['g', 'h32', 'h40', 'H40', 'h64', 'A27', 'u22', 'u43'];
const NO_SECRETS = [
  ...['Tenant', 'User', 'Version', 'Status', 'Policy', 'Server', 'Error code', 'Token type', 'Key usage', 'Secret ID'],
  ...['Password last set', 'PasswordNeverExpires', 'Password policy', 'Token lifetime', 'Credential type'],
  ...['token endpoint', 'Signature algorithm', 'Secret expires', 'Password age', 'secretName'],
  ...['PasswordLastSet', 'LastPasswordChangeTimestamp'],
];
const PLAIN = [
  ...['2026-11-29T10:00:00.1234567Z', '11/29/2026 10:04:11 AM', '2.1.19005.9 - WEULR1 ProdSlices', 'DB7PR02MB4731'],
  ...['contoso.onmicrosoft.com', 'jane@contoso.com', 'RS256', 'AADSTS7000215', '10.0.19045', '90 days', 'False'],
  ...['https://login.microsoftonline.com/common/oauth2/v2.0/token', 'CN=Contoso CA, O=Contoso', 'WEU-P01-FE3021'],
  ...['C:\\Scripts\\Sync-Users.ps1:214', 'urn:ietf:params:oauth:grant-type:jwt-bearer', 'Microsoft.Graph 2.28.0'],
];

const make = (kind: string, random: (below: number) => number): string =>
  secretOf(kind.charAt(0), Number(kind.slice(1)), random);

describe('any label, sign, quotation and transport together', () => {
  it('lead to a secret that is cut', () => {
    const random = randomOf('labels, signs, quotations, values, transports');
    const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
    const missed: string[] = [];
    for (let nth = 0; nth < MANY; nth += 1) {
      const [label, sign, [open, close], transport] = [
        pick(LABELS),
        pick(SIGNS),
        pick(QUOTES),
        pick(Object.keys(TRANSPORTS)),
      ];
      const secret = make(pick(label.kinds), random);
      const write = TRANSPORTS[transport] ?? String;
      if (transport === 'a log' && WEAK_SIGNS.includes(sign)) continue;
      const text = write(
        `${pick(SPELLINGS)(label.word)}${sign}${open}${secret}${close}${pick(['', '\nThanks', '\r\nnext: line'])}`,
      );
      const cut = cutSecrets(text);
      if (cut.kinds.length === 0 || [secret, write(secret)].some((shown) => cut.text.includes(shown)))
        missed.push(`${transport}: ${text}`);
    }
    expect(missed).toEqual([]);
  });

  it('lead to a secret that is cut where it is an argument of a call', () => {
    const random = randomOf('calls, values, transports');
    const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
    const missed: string[] = [];
    for (let nth = 0; nth < MANY / 6; nth += 1) {
      const secret = make(pick(CALLED_KINDS), random);
      const quote = pick(['"', "'"]);
      const text = (TRANSPORTS[pick(READABLE)] ?? String)(pick(CALLS).replace('{}', () => quote + secret + quote));
      const cut = cutSecrets(text);
      if (cut.kinds.length === 0 || cut.text.includes(secret)) missed.push(text);
    }
    expect(missed).toEqual([]);
  });

  it('leave stand what an incident, a computer or a ticket is called', () => {
    const random = randomOf('names by chance');
    const named = (prefix: string, kind: string) => `${prefix}${make(kind, random).toUpperCase()}`;
    const cut = Array.from({ length: MANY / 10 }, (_, nth) => [
      toIncidentReference(nth * 997),
      ...[named('DESKTOP-', 'A7'), named('LAPTOP-', 'A8'), named('WIN-', 'A11'), named('ticket CHG-', 'A6')],
    ]).flatMap((names) => names.filter((name) => cutSecrets(name).kinds.length > 0));
    expect(cut).toEqual([]);
  });

  it('leave stand what a channel, a person, a version in a vault, or the trace of an answer is named by', () => {
    const random = randomOf('places by chance');
    const hex = (): string => make('g', random).replaceAll('-', '');
    const cut = Array.from({ length: MANY / 20 }, () => {
      const channels = [
        `19:${hex()}@thread.tacv2`,
        `19:${make('u44', random)}1@thread.tacv2`,
        `19:${hex()}@thread.skype`,
      ];
      const vault = `https://vault-a.vault.azure.net/secrets/RefreshToken/${hex()}`;
      return [
        ...channels.flatMap((id) => [`teams:channel:${id}`, `alerts subscribe teams:channel:${id}`, `${id} is gone`]),
        ...[
          `29:1${make('u60', random)}`,
          `teams:channel:a:1${make('u93', random)}`,
          `19:meeting_${make('u48', random)}@thread.v2`,
        ],
        ...[vault, `Secret not found: ${vault}`, vault.replace('secrets', 'keys')],
        ...[`X-Azure-Ref: 20260914T061244Z-${make('h40', random)}`, `container ${hex()}${hex()} exited with 137`],
        ...[`CF-RAY: ${hex().slice(0, 16)}-FRA`, `x-amz-id-2: ${make('u60', random)}`],
      ];
    }).flatMap((names) => names.filter((name) => cutSecrets(name).kinds.length > 0));
    expect(cut).toEqual([]);
  });

  it('leave stand what the next line says', () => {
    const random = randomOf('labels, values, next lines');
    const next = ['TENANT_ID=', 'client.id=', 'Azure__TenantId = ', ''].map((name) => name + make('g', random));
    next.push('MAIL_USER=jane@contoso.com', 'TENANT=contoso.onmicrosoft.com');
    const harmed = LABELS.flatMap(({ word }) =>
      ['b43', 'A40'].map((kind) => `${word.toUpperCase()}=${make(kind, random)}${kind === 'b43' ? '=' : ''}`),
    ).filter((field, index) => {
      const line = next[index % next.length] ?? '';
      return !cutSecrets(`${field}\n${line}`).text.endsWith(`[secret]\n${line}`);
    });
    expect(harmed).toEqual([]);
  });

  it('leave stand what only names something', () => {
    const random = randomOf('ids, signs, quotations, values, transports');
    const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
    const harmed: string[] = [];
    for (let nth = 0; nth < MANY; nth += 1) {
      const id = random(3) > 0;
      const value = id ? make(pick(ID_KINDS), random) : pick(PLAIN);
      const [open, close] = pick(id ? [...QUOTES, ['W/"', '"'] as const] : QUOTES);
      const write = TRANSPORTS[pick(READABLE)] ?? String;
      const text = write(`${pick(id ? IDS : NO_SECRETS)}${pick(SIGNS)}${open}${value}${close}`);
      const cut = cutSecrets(text);
      if (cut.text !== text) harmed.push(`${text} -> ${cut.text}`);
    }
    expect(harmed).toEqual([]);
  });
});
