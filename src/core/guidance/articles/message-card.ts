import { button } from '../../cards/button.ts';
import type { Action, Block, Card } from '../../cards/card.ts';
import { plain } from '../../cards/inline.ts';
import type { TenantRef } from '../../model/tenants/tenant-ref.ts';
import { countOf } from '../../model/text/format.ts';
import { type ArticleSubject, fillWords, ofTenant } from './article.ts';
import type { CaseJudgement } from './judge-case.ts';

/** The messages of one cause to the customers who have it. */
export interface Messages {
  headline: string;
  /** The article's text, with placeholders. */
  template: string;
  /** What is the same in all of them. */
  subject: ArticleSubject;
  tenants: readonly TenantRef[];
  page: number;
  /** The id of the button that shows another page, that marks them as mailed, and that leads back. */
  turn: (page: number) => string;
  mailed: string;
  back: string;
}

/** What fits on one message of Discord beside its head. */
const MOST_TEXT = 3200;
/** Longer addresses are cut off by mail programs; then the text is pasted. */
const MOST_ADDRESS = 2000;

/** The message that a customer gets for a cause; undefined where nobody there has to act. */
export function customerMessageOf({ owner, suspect, article }: CaseJudgement): string | undefined {
  const asks = suspect === undefined && (owner === 'customer' || article.who === 'either');
  return asks ? article.customerMessage : undefined;
}

/** Messages to paste into a mail, each filled in for its tenant, a page at a time. Nothing is sent from here. */
export function toMessageCard(messages: Messages): Card {
  const { headline, tenants, turn } = messages;
  const pages = toPages(messages);
  const at = Math.min(Math.max(0, messages.page), pages.length - 1);
  const shown = pages[at] ?? [];
  const [only] = tenants;
  const whom = tenants.length === 1 && only ? only.label : `all ${countOf(tenants.length, 'customer')}`;
  const title = `${tenants.length === 1 ? 'Message to' : 'Messages to'} ${whom} · ${headline}`;
  const note = 'Copy it into a mail to the customer’s administrator. Nothing is sent from here.';
  return {
    tone: 'neutral',
    title: plain(title),
    ...(pages.length > 1 ? { aside: plain(`page ${at + 1} of ${pages.length}`) } : {}),
    blocks: [
      { kind: 'text', line: plain(note) },
      ...shown.map(({ label, text }): Block => ({ kind: 'copy', label, text })),
    ],
    actions: [
      { kind: 'button', label: tenants.length === 1 ? 'Mailed' : 'All mailed', id: messages.mailed, look: 'primary' },
      ...shown.map(
        ({ label, text }): Action => ({ kind: 'link', label: `Mail to ${label}`, url: toMailAddress(text) }),
      ),
      ...(at > 0 ? [button('Previous', turn(at - 1))] : []),
      ...(at < pages.length - 1 ? [button('Next', turn(at + 1))] : []),
      button('Back', messages.back),
    ],
    summary: title,
  };
}

interface Filled {
  label: string;
  text: string;
}

/** As many as fit on each, and never none. */
function toPages({ template, subject, tenants }: Messages): Filled[][] {
  const pages: Filled[][] = [];
  let room = 0;
  for (const tenant of tenants) {
    const text = fillWords(template, ofTenant(subject, tenant), 'letter');
    if (text.length > room) {
      pages.push([]);
      room = MOST_TEXT;
    }
    room -= text.length + tenant.label.length;
    pages.at(-1)?.push({ label: tenant.label, text });
  }
  return pages;
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
