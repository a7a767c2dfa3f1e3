import { type Block, button, type Card } from '../cards/card.ts';
import { code, line, plain, strong, time } from '../cards/inline.ts';
import { toNoticeCard } from '../cards/plain-cards.ts';
import { tenantLabel } from '../model/tenants/tenant.ts';
import { toSafeText } from '../model/text/safe-text.ts';
import type { RenewalResult } from './renew-connection.ts';
import { describeHome, whyNowhere } from './renewal-words.ts';
import type { FirstStep } from './token-renewals.ts';

const KEPT =
  'The token in use stays until the new one is proved, and is kept beside it until a whole sweep has passed.';
const MARK =
  'Microsoft marks a token that is born of a device code, for good: tenants that block the device code flow can refuse it later. With SAMARITAN_PUBLIC_URL set there is a link instead, and no such mark.';

export function toRenewalCard(connection: string, step: FirstStep): Card {
  const title = `Sign in to renew the token of ${connection}`;
  const isLink = step.kind === 'link';
  const how: Block = isLink
    ? {
        kind: 'text',
        line: plain('Open the page, and sign in with the service account and its MFA. The link works once.'),
      }
    : {
        kind: 'text',
        line: line(
          'Open ',
          strong(step.verificationUri),
          ' and enter the code ',
          code(step.userCode),
          '. Sign in with the service account and its MFA.',
        ),
      };
  return {
    tone: 'neutral',
    status: 'waiting',
    title: plain(title),
    blocks: [
      how,
      {
        kind: 'text',
        line: line('Until ', time(step.expiresAt), '. Give it to nobody: whoever signs in acts for you.'),
      },
      { kind: 'text', line: plain(KEPT), subtle: true },
      ...(isLink ? [] : [{ kind: 'text', line: plain(MARK), subtle: true } as const]),
    ],
    actions: isLink ? [{ kind: 'link', label: 'Sign in', url: step.url }] : [],
    summary: title,
  };
}

export function toRenewalEndCard(connection: string, result: RenewalResult, sweepId: string): Card {
  if (!result.ok) {
    const { reason, wayOut } = result.ending;
    const more = [reason, wayOut].map((text) => toSafeText(text, { maxLength: 800 }));
    return toNoticeCard(
      'bad',
      'unchanged',
      `The token of ${connection} was not renewed, and nothing was changed.`,
      more,
    );
  }
  const { account, scopes, customer, unconsented } = result.proof;
  const where = customer ? ` and for ${tenantLabel(customer)}` : whyNowhere(unconsented);
  const proved = `Proved: ${account}, with MFA, ${scopes.length} permissions; redeemed for Graph and Exchange in the own tenant${where}.`;
  const more = [
    toSafeText(proved, { maxLength: 800 }),
    ...(result.home ? [describeHome(result.home)] : []),
    'It is used from now on. Test all tenants: once that has passed, the token before is thrown away.',
  ];
  return toNoticeCard('good', 'renewed', `The token of ${connection} is renewed.`, more, [
    button('Test tokens', sweepId, true),
  ]);
}
