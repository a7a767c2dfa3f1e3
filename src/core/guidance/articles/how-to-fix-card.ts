import { type Action, type Block, CARD_LIMITS, type Card, type CardTone } from '../../cards/card.ts';
import { code, type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { namesLine, tenantTitle } from '../../cards/names.ts';
import { ownerWord } from '../../model/causes/cause.ts';
import { type ActingPolicy, isProved } from '../../model/causes/evidence.ts';
import type { TenantRef } from '../../model/tenants/tenant.ts';
import { countOf } from '../../model/text/format.ts';
import type { ArticleLibrary, ArticleSubject } from './article.ts';
import type { CaseJudgement } from './judge-case.ts';
import { toArticleLine } from './markdown.ts';
import { openNamed } from './open-named.ts';

export interface HowToFix {
  headline: string;
  tone: CardTone;
  judged: CaseJudgement;
  isLikely?: boolean;
  /** The first few at least; `count` is how many there are. Empty for the partner connection itself. */
  tenants: readonly TenantRef[];
  count: number;
  subject: ArticleSubject;
  /** Since when it has been failing, where that was recorded. */
  since?: number | undefined;
  /** Ids of the checks that fail, and the error words they failed with. */
  broken: readonly string[];
  errors: readonly string[];
  /** What was found, where that says more than what such a cause means. */
  found?: string | undefined;
  /** By tenant, the policies that refuse, where they were found. */
  policies?: ReadonlyMap<string, ActingPolicy>;
  library: Pick<ArticleLibrary, 'byId'>;
  actions: readonly Action[];
}

const MOST_STEPS = 12;
const MOST_POLICIES = 3;

/** How to mend one cause, for one tenant or several: who acts, the steps, what is broken. Ids are behind *Details*. */
export function toHowToFixCard(fix: HowToFix): Card {
  const { judged, tenants, count, subject, since, broken, errors, policies, found } = fix;
  const { article, whose } = judged;
  const title = headlineTitle(fix);
  const facts: { label: string; value: Line }[] = [];
  if (count > 1) facts.push({ label: 'Tenants', value: namesLine(tenants, CARD_LIMITS.names, count) });
  if (since !== undefined) facts.push({ label: 'Failing since', value: [time(since)] });
  if (broken.length > 0) facts.push({ label: 'Broken', value: plain(broken.join(', ').replaceAll('., ', '. ')) });
  const acting = [...(policies?.values() ?? [])];
  const refusing = [...new Set(acting.map(policyFact))];
  const more = refusing.length > MOST_POLICIES ? ` and ${refusing.length - MOST_POLICIES} more` : '';
  // What was found of one tenant has named it already. Where many fail at once one of ours is likelier than theirs.
  const label =
    judged.suspect !== undefined && acting.every(({ whose }) => whose === 'customer') ? 'May fit too' : 'Policy';
  if (refusing.length > 0 && !(found && count <= 1))
    facts.push({ label, value: plain(refusing.slice(0, MOST_POLICIES).join('; ') + more) });
  if (errors.length > 0) facts.push({ label: 'Evidence', value: wordsLine(errors) });
  const shown = article.steps.slice(0, MOST_STEPS);
  const steps = shown.map((step) => toArticleLine(step, subject));
  if (article.steps.length > MOST_STEPS) steps.push(plain('The rest is under “More about this”.'));
  const blocks: Block[] = [
    { kind: 'text', line: line(strong('Who acts:'), ' ', ...toArticleLine(article.whoActs, subject)) },
    {
      kind: 'text',
      line: line(
        strong('What it means:'),
        ' ',
        ...(found ? plain(found) : toArticleLine(firstParagraph(article.meaning), subject)),
      ),
    },
    { kind: 'list', numbered: true, items: steps },
    ...(facts.length > 0 ? [{ kind: 'facts', facts } as const] : []),
  ];
  return {
    tone: fix.tone,
    title: plain(title),
    aside: plain(fix.isLikely ? `${whose} · likely` : whose),
    blocks,
    actions: [...fix.actions, ...openNamed(shown, article.id, fix.library)],
    summary: `How to fix: ${title}`,
  };
}

/** `“Only from the office” blocks access from anywhere but “Office” (theirs, likely)`. */
function policyFact(policy: ActingPolicy): string {
  const { name, does, when, whose } = policy;
  return `${name} ${[does, when].filter(Boolean).join(' ')} (${ownerWord(whose)}${isProved(policy) ? '' : ', likely'})`;
}

/** `Consent is missing · Contoso (contoso.example)`, or with how many tenants. */
function headlineTitle({ headline, tenants, count }: Pick<HowToFix, 'headline' | 'tenants' | 'count'>): string {
  const [only] = tenants;
  if (count === 0) return headline;
  return `${headline} · ${count === 1 && only ? tenantTitle(only) : countOf(count, 'tenant')}`;
}

function wordsLine(words: readonly string[]): Line {
  return words.flatMap((word, index) => [...(index === 0 ? [] : plain(', ')), code(word)]);
}

function firstParagraph(text: string): string {
  return text.split(/\n\s*\n/, 1)[0] ?? text;
}
