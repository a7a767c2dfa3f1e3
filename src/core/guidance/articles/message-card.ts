import { type Action, type Block, button, type Card, type CardFile } from '../../cards/card.ts';
import { plain } from '../../cards/inline.ts';
import type { CauseId } from '../../model/causes/cause.ts';
import { type ActingPolicy, type Evidence, isProved } from '../../model/causes/evidence.ts';
import type { TenantRef } from '../../model/tenants/tenant.ts';
import { allOf } from '../../model/text/format.ts';
import { type ArticleLibrary, type ArticleSubject, fillWords, ofTenant } from './article.ts';
import type { CaseJudgement } from './judge-case.ts';

export interface Messages {
  connection: string;
  cause: CauseId;
  headline: string;
  /** The article's text, with placeholders. */
  template: string;
  /** What is the same in all of them. */
  subject: ArticleSubject;
  tenants: readonly TenantRef[];
  /** By tenant, the policy of theirs that refuses, where it was found: the message then names it. */
  policies: ReadonlyMap<string, ActingPolicy>;
  library: Pick<ArticleLibrary, 'forCause'>;
  /** The id of the button that shows another page, that hands over all as a file, that marks them as mailed, that leads back. */
  turn: (page: number) => string;
  file: string;
  mailed: string;
  back: string;
}

/** What fits on one message of Discord beside its head. */
const MOST_TEXT = 3200;
/** Longer addresses are cut off by mail programs; then the text is pasted. */
const MOST_ADDRESS = 2000;

/** The message that a customer gets for a cause; undefined where nobody there has to act. */
export function customerMessageOf({ owner, suspect, article }: CaseJudgement): string | undefined {
  const isAsked = suspect === undefined && (owner === 'customer' || article.who === 'either');
  return isAsked ? article.customerMessage : undefined;
}

/** The permissions that were found to be missing; nothing where none is named, as in what an older version kept. */
export function permissionsIn(
  found: readonly { evidence?: Evidence | null | undefined }[],
): Pick<ArticleSubject, 'permissions'> {
  const named = found.flatMap(({ evidence }) => evidence?.permissions ?? []);
  return named.length === 0 ? {} : { permissions: new Intl.ListFormat('en-GB').format(new Set(named)) };
}

/** The policy that refuses in each tenant where it was found. */
export function policiesOf(
  evidence: readonly { tenantId: string; evidence?: Pick<Evidence, 'policy'> | null | undefined }[],
): Map<string, ActingPolicy> {
  return new Map(
    evidence.flatMap((one) => (one.evidence?.policy ? [[one.tenantId, one.evidence.policy] as const] : [])),
  );
}

/**
 * Messages to paste into a mail, each filled in for its tenant, a page at a time. Nothing is sent from here. `hasFile`: that of
 * all of them comes with the card.
 */
export function toMessageCard(messages: Messages, page: number, hasFile = false): Card {
  const { headline, tenants, turn } = messages;
  const pages = toPages(messages);
  const at = Math.min(Math.max(0, page), pages.length - 1);
  const shown = pages[at] ?? [];
  const [only] = tenants;
  const whom = tenants.length === 1 && only ? only.label : allOf(tenants.length, 'customer');
  const title = `${tenants.length === 1 ? 'Message to' : 'Messages to'} ${whom} · ${headline}`;
  const all = hasFile ? ' All of them are in the file too.' : '';
  const what = tenants.length === 1 ? 'it into a mail to the' : 'each into a mail to that';
  const note = `Copy ${what} customer’s administrator. Nothing is sent from here.${all}`;
  return {
    tone: 'neutral',
    title: plain(title),
    ...(pages.length > 1 ? { aside: plain(`page ${at + 1} of ${pages.length}`) } : {}),
    blocks: [
      { kind: 'text', line: plain(note) },
      ...shown.map(({ label, text }): Block => ({ kind: 'copy', label, text })),
    ],
    actions: [
      mailedButton(messages),
      ...shown.map(
        ({ label, text }): Action => ({ kind: 'link', label: `Mail to ${label}`, url: toMailAddress(text) }),
      ),
      ...(pages.length > 1 && !hasFile ? [button('All in one file', messages.file)] : []),
      ...(at > 0 ? [button('Previous', turn(at - 1))] : []),
      ...(at < pages.length - 1 ? [button('Next', turn(at + 1))] : []),
      button('Back', messages.back),
    ],
    summary: title,
  };
}

/** The next step of who has the messages: they wait for the customers from then on. */
export function mailedButton({ tenants, mailed }: Messages): Action {
  return button(tenants.length === 1 ? 'Mailed' : 'All mailed', mailed, true);
}

/** All of them as one text file, each below its customer's name, for whoever does not want to turn pages. */
export function toMessageFile(messages: Messages): CardFile {
  const parts = toLetters(messages).map(({ label, domain, text }) => {
    const name = !domain || domain === label ? label : `${label} (${domain})`;
    return `${RULE}\n${name}\n${RULE}\n\n${text}\n`;
  });
  const content = new TextEncoder().encode(parts.join('\n'));
  return { name: 'messages.txt', type: 'text/plain', content, command: null };
}

const RULE = '='.repeat(60);

type Letter = Pick<TenantRef, 'label' | 'domain'> & { text: string };

/** As many as fit on each, and never none. */
function toPages(messages: Messages): Letter[][] {
  const pages: Letter[][] = [];
  let room = 0;
  for (const letter of toLetters(messages)) {
    if (letter.text.length > room) {
      pages.push([]);
      room = MOST_TEXT;
    }
    room -= letter.text.length + letter.label.length;
    pages.at(-1)?.push(letter);
  }
  return pages;
}

function toLetters({ template, subject, tenants, policies, library }: Messages): Letter[] {
  const { policyMessage = template } = library.forCause('access.conditional-access');
  return tenants.map((tenant) => {
    const policy = policies.get(tenant.tenantId);
    const { label, domain } = tenant;
    const fill = (text: string, more = {}) => ({
      ...{ label, domain },
      text: fillWords(text, ofTenant({ ...subject, ...more }, tenant), 'letter'),
    });
    if (policy?.whose !== 'customer') return fill(template);
    const setting = SETTINGS[policy.id];
    return setting
      ? fill(library.forCause(setting).customerMessage ?? template)
      : fill(policyMessage, policyWords(policy));
  });
}

/** What is found as a policy and is a setting, in another place and without exclusions: its own article's message asks for it. */
const SETTINGS: Readonly<Partial<Record<string, CauseId>>> = {
  'security-defaults': 'access.security-defaults',
  'cross-tenant-access': 'access.cross-tenant-policy',
};

/** A policy as the message to its owner words it. */
function policyWords(policy: ActingPolicy): Partial<ArticleSubject> {
  const { name, does, when, set } = policy;
  return {
    policyName: `${isProved(policy) ? '' : 'most likely '}${name.startsWith('“') ? `the policy ${name}` : name}`,
    policyDoes: when === '' ? does : `${does} ${when}`,
    policySet: set.charAt(0).toUpperCase() + set.slice(1),
  };
}

/** A new mail with subject and text; the address of the administrator is not known here. */
function toMailAddress(text: string): string {
  const [, subject = '', body = text] = /^Subject: (.*)\n+([\s\S]*)$/.exec(text) ?? [];
  const address = `mailto:?subject=${encode(subject)}`;
  const whole = `${address}&body=${encode(body)}`;
  return whole.length <= MOST_ADDRESS ? whole : address.slice(0, MOST_ADDRESS);
}

/** Also what `encodeURIComponent` leaves, so that the address can end in no text around it. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
