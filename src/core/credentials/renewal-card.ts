import { type Block, button, type Card } from '../cards/card.ts';
import { code, type Line, line, plain, strong, time } from '../cards/inline.ts';
import { toNoticeCard } from '../cards/plain-cards.ts';
import { tenantLabel } from '../model/tenants/tenant.ts';
import { toSafeText } from '../model/text/format.ts';
import type { RenewalResult } from './renew-connection.ts';
import { describeHome, whyNowhere } from './renewal-words.ts';
import type { FirstStep } from './token-renewals.ts';

const KEPT =
  'The token in use stays until the new one is proved, and is kept beside it until a whole sweep has passed.';
const MARK =
  'Microsoft marks a token that is born of a device code, for good: tenants that block the device code flow can refuse it later. With SAMARITAN_PUBLIC_URL set there is a link instead, and no such mark.';

const toShown = (text: string): string => toSafeText(text, { maxLength: 800 });
const toText = (shown: Line): Block => ({ kind: 'text', line: shown });

export function toRenewalCard(connection: string, step: FirstStep): Card {
  const title = `Sign in to renew the token of connection ${connection}`;
  const isLink = step.kind === 'link';
  const account = 'with the service account and its MFA.';
  const how = isLink
    ? plain(`Open the page, and sign in ${account} The link works once.`)
    : line('Open ', strong(step.verificationUri), ' and enter the code ', code(step.userCode), `. Sign in ${account}`);
  return {
    tone: 'neutral',
    status: 'waiting',
    title: plain(title),
    blocks: [
      ...[how, line('Until ', time(step.expiresAt), '. Give it to nobody: whoever signs in acts for you.')].map(toText),
      { kind: 'text', line: plain(KEPT), subtle: true },
      ...(isLink ? [] : [{ kind: 'text', line: plain(MARK), subtle: true } as const]),
    ],
    actions: isLink ? [{ kind: 'link', label: 'Sign in', url: step.url }] : [],
    summary: title,
  };
}

export function toRenewalEndCard(connection: string, result: RenewalResult, sweepId: string): Card {
  if (!result.ok) {
    const { reason, wayOut, copy } = result.ending;
    const title = `The token of connection ${connection} was not renewed.`;
    const card = toNoticeCard('bad', 'unchanged', title, [reason, wayOut].map(toShown));
    // In a sentence an address is parted so that nothing links it, and pasted that is another address.
    return copy ? { ...card, blocks: [...card.blocks, { kind: 'copy', label: 'Redirect URI', text: copy }] } : card;
  }
  const { account, scopes, customer, unconsented } = result.proof;
  const where = customer ? ` and for ${tenantLabel(customer)}` : whyNowhere(unconsented);
  const proved = `Proved: ${account}, with MFA, ${scopes.length} permissions; redeemed for Graph and Exchange in the own tenant${where}.`;
  const more = [
    toShown(proved),
    ...(result.home ? [describeHome(result.home)] : []),
    'It is used from now on. Test all tenants: once that has passed, the token before is thrown away.',
  ];
  return toNoticeCard('good', 'renewed', `The token of connection ${connection} is renewed.`, more, [
    button('Test tokens', sweepId, true),
  ]);
}
