import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, type Card } from '../../cards/card.ts';
import { line, plain, strong } from '../../cards/inline.ts';
import { isGuid } from '../../model/tenants/tenant-id.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { SupportFacts } from './support-facts.ts';
import { listParts } from './write-bundle.ts';

export interface BundleSubject {
  connection: string;
  tenantId: string | undefined;
  label: string;
}

/** What would be handed over, before it is. */
export function toBundlePreviewCard(facts: SupportFacts, subject: BundleSubject): Card {
  const title = `A support bundle about ${subject.label} would hold this`;
  return {
    tone: 'neutral',
    status: 'preview',
    title: plain(title),
    blocks: [...partBlocks(facts), { kind: 'text', line: plain(NOTHING_SECRET), subtle: true }],
    actions: [give('Give me the files', subject, false, true), give('With names and ids replaced', subject, true)],
    summary: title,
  };
}

const NOTHING_SECRET = 'No secret, no token and no password is in it. It names customers unless names are replaced.';

/** The files themselves, for the person who asked alone. */
export function toBundleCard(facts: SupportFacts, { label }: BundleSubject, file: string): Card {
  const title = facts.pseudonymized
    ? 'A support bundle with names and ids replaced'
    : `The support bundle about ${label}`;
  const look = facts.pseudonymized
    ? 'Look through it before you pass it on: a name that stands only inside a message of Microsoft’s may have been left.'
    : 'Look through it before you pass it on. It names customers.';
  return {
    tone: 'neutral',
    status: 'files',
    title: plain(title),
    blocks: [
      ...partBlocks(facts),
      { kind: 'text', line: line(strong('Next: '), look) },
      { kind: 'text', line: plain(file), subtle: true },
    ],
    actions: [],
    summary: title,
  };
}

function partBlocks(facts: SupportFacts): Block[] {
  const items = listParts(facts).map((part) => plain(toSafeText(part, { maxLength: 240 })));
  return [{ kind: 'list', numbered: false, items }];
}

function give(label: string, { connection, tenantId }: BundleSubject, replaced: boolean, isNext = false): Action {
  const tenant = tenantId !== undefined && isGuid(tenantId) ? tenantId : 'all';
  return button(label, encodeAction('bundle', connection, tenant, replaced ? 1 : 0), isNext);
}
