import { encodeAction } from '../../cards/action-id.ts';
import { type Action, type Block, button, type Card } from '../../cards/card.ts';
import { type Line, line, plain, strong, time } from '../../cards/inline.ts';
import { tenantTitle } from '../../cards/names.ts';
import type { CheckId } from '../../model/checks/check.ts';
import { toTenantRef } from '../../model/tenants/tenant.ts';
import { toSafeText } from '../../model/text/format.ts';
import type { Article, ArticleLibrary, ArticleSubject } from '../articles/article.ts';
import { fitArticle } from '../articles/fit-article.ts';
import { toArticleBlocks, toArticleLine } from '../articles/markdown.ts';
import { openNamed } from '../articles/open-named.ts';
import type { Walk } from './walk.ts';

export interface WalkView {
  walk: Walk;
  article: Article;
  library: Pick<ArticleLibrary, 'byId'>;
  subject: ArticleSubject;
  /** What a check has just said, where one was made. */
  said?: { text: string; tone: 'good' | 'bad' | 'unknown' } | undefined;
}

/** One step of a walk, or its end: what to do, what came of the steps before, and where to go from here. */
export function toWalkCard(view: WalkView): Card {
  const { walk, article, subject, said } = view;
  const { steps, verify } = fitArticle(article, walk.situation);
  const at = walk.answers.length;
  const step = walk.mended ? undefined : steps[at];
  const about = walk.tenant ? ` · ${tenantTitle(toTenantRef(walk.tenant))}` : '';
  const where = walk.mended
    ? 'Mended'
    : step === undefined
      ? 'After the last step'
      : `Step ${at + 1} of ${steps.length}`;
  const title = `${where} · ${article.title}${about}`;
  const body: Block[] =
    step === undefined ? endBlocks(walk, verify, subject) : [{ kind: 'text', line: toArticleLine(step, subject) }];
  return {
    // A step that is done is not the whole.
    tone: walk.mended ? 'good' : said === undefined || said.tone === 'good' ? 'neutral' : said.tone,
    status: walk.mended ? 'mended' : 'walk',
    title: plain(title),
    blocks: [
      ...(said ? [{ kind: 'text', line: [strong(toSafeText(said.text, { maxLength: 500 }))] } as const] : []),
      ...body,
      ...answeredBlocks(walk, steps, subject),
      { kind: 'text', line: whoseLine(walk), subtle: true },
    ],
    actions: walk.mended ? [] : actionsOf(view, step),
    summary: title,
  };
}

function endBlocks({ mended }: Walk, verify: string, subject: ArticleSubject): Block[] {
  if (mended) return [];
  return [{ kind: 'text', line: [strong('How to verify')] }, ...toArticleBlocks(verify, subject)];
}

/** What came of the steps before. */
function answeredBlocks({ answers }: Walk, steps: readonly string[], subject: ArticleSubject): Block[] {
  const items = answers.slice(0, steps.length).map((answer, index): Line => {
    return line(`${answer === 'done' ? 'Done' : 'Didn’t help'}: `, ...toArticleLine(steps[index] ?? '', subject));
  });
  return items.length === 0 ? [] : [{ kind: 'list', numbered: true, items }];
}

function whoseLine({ startedBy, startedAt, movedBy, answers, mended }: Walk): Line {
  const other = movedBy !== startedBy && answers.length > 0 ? `, taken over by ${movedBy}` : '';
  const open = mended ? '.' : '. Whoever may act here can go on with it.';
  return line(`Begun by ${startedBy} on `, time(startedAt), `${other}${open}`);
}

function actionsOf({ walk, article, library }: WalkView, step: string | undefined): Action[] {
  const at = walk.answers.length;
  const move = (label: string, to: string, isNext = false): Action =>
    button(label, encodeAction('step', walk.id, at, to), isNext);
  const check = button('Check it for me', encodeAction('walkcheck', walk.id, at), step === undefined);
  return [
    ...(step === undefined ? [] : [move('Done', 'done', true), move('Didn’t help', 'no-help')]),
    ...(canCheck(walk, article) || linksOf(walk, article) ? [check] : []),
    ...(at > 0 ? [move('Back', 'back')] : []),
    ...openNamed([step ?? ''], article.id, library),
    button('The whole article', encodeAction('article', article.id, 0)),
  ];
}

/** The links of the way in that show the step it is at to be done; undefined where the whole is all that shows it. */
export function linksOf(walk: Walk, article: Article): readonly CheckId[] | undefined {
  if (walk.tenant === null || walk.situation.kind === 'app-only') return undefined;
  return fitArticle(article, walk.situation).proves?.[walk.answers.length + 1];
}

/** A guide without a cause has nothing that a check could prove. */
export function canCheck({ connection }: Walk, { causes }: Article): boolean {
  return connection !== null && causes.length > 0;
}
