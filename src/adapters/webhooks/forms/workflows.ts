import type { Action, Card } from '../../../core/cards/card.ts';
import type { RouteForm } from './route-form.ts';

/** Renders an Adaptive Card of at most so many bytes. */
export type RenderAdaptiveCard = (card: Card, mostBytes: number) => object;

/** A Workflow takes 28 KB, the envelope among them (learn.microsoft.com: Create incoming webhooks with Workflows). */
const MOST_CARD_BYTES = 27 * 1024;

/**
 * The card for the trigger "When a Teams webhook request is received". Whatever needs a bot to be pressed is left out;
 * links stay. An answer of 202 says that the flow was started, and not that it posted.
 */
export function workflows(render: RenderAdaptiveCard): RouteForm {
  return ({ card }) => {
    const content = render(withoutBot(card), MOST_CARD_BYTES);
    const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
    return [{ body: JSON.stringify({ type: 'message', attachments: [attachment] }) }];
  };
}

function withoutBot(card: Card): Card {
  const blocks = card.blocks.map((block) =>
    block.kind === 'section'
      ? { ...block, section: { ...block.section, actions: block.section.actions.filter(isLink) } }
      : block,
  );
  return { ...card, blocks, actions: card.actions.filter(isLink) };
}

function isLink({ kind }: Action): boolean {
  return kind === 'link';
}
