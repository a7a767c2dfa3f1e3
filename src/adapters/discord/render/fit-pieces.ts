import { MESSAGE_LIMITS } from './message-body.ts';
import type { Draft, Piece } from './pieces.ts';
import { type Row, renderActions, renderOnlyButton } from './render-actions.ts';

type Chosen = Map<Draft, readonly Piece[]>;
type SectionDraft = Extract<Draft, { kind: 'section' }>;

/**
 * Chooses what is shown so that the message has at most 40 components. What is needed most is placed first: the head,
 * files, the actions below everything; then pictures, the sections' actions from the top, separators, and the lines of
 * a section below its button instead of beside it, as far as they fit. Text is never left out here: without something between them, texts share one component.
 */
export function fitPieces(drafts: readonly Draft[]): Piece[] {
  const taken = new Set<string>();
  const chosen: Chosen = new Map();
  for (const draft of drafts) chosen.set(draft, withoutExtras(draft));
  for (const draft of drafts) {
    if (draft.kind === 'actions')
      chosen.set(draft, toRows(renderActions(draft.actions, roomIn(drafts, chosen), taken)));
  }
  for (const draft of drafts) {
    if (draft.kind === 'picture') place(draft, [{ kind: 'media', component: draft.component }], drafts, chosen);
  }
  for (const draft of drafts) {
    if (draft.kind === 'section' && draft.actions.length > 0) placeActions(draft, taken, drafts, chosen);
  }
  for (const divider of [true, false]) {
    for (const draft of drafts) {
      if (draft.kind === 'separator' && draft.divider === divider) place(draft, [draft], drafts, chosen);
    }
  }
  for (const draft of drafts) {
    const [first, ...below] = chosen.get(draft) ?? [];
    if (first?.kind === 'section') place(draft, [...narrow(first), ...below], drafts, chosen);
  }
  return arrange(drafts, chosen);
}

function withoutExtras(draft: Draft): Piece[] {
  switch (draft.kind) {
    case 'text':
    case 'section':
      return [{ kind: 'text', passages: draft.passages }];
    case 'picture':
      return [{ kind: 'text', passages: [draft.instead] }];
    case 'file':
      return [{ kind: 'media', component: draft.component }];
    default:
      return [];
  }
}

/** The section's only button beside its text, or its buttons in rows below, as many as there is room for. */
function placeActions(draft: SectionDraft, taken: Set<string>, drafts: readonly Draft[], chosen: Chosen): void {
  const text: Piece = { kind: 'text', passages: draft.passages };
  const tries = [
    (ids: Set<string>): Piece[] => {
      const button = renderOnlyButton(draft.actions, ids);
      return button ? [{ kind: 'section', passages: draft.passages, button }] : [];
    },
  ];
  for (let room = roomIn(drafts, chosen); room >= 2; room--) {
    tries.push((ids) => {
      const rows = toRows(renderActions(draft.actions, room, ids));
      return rows.length > 0 ? [text, ...rows] : [];
    });
  }
  for (const attempt of tries) {
    const ids = new Set(taken);
    const pieces = attempt(ids);
    if (pieces.length === 0 || !place(draft, pieces, drafts, chosen)) continue;
    for (const id of ids) taken.add(id);
    return;
  }
}

/** Only the heading beside the button: on a phone there is little width left for what is below it. */
function narrow(section: Extract<Piece, { kind: 'section' }>): Piece[] {
  const [heading, ...lines] = section.passages;
  if (!heading || lines.length === 0) return [section];
  return [
    { ...section, passages: [heading] },
    { kind: 'text', passages: lines },
  ];
}

/** Takes the pieces where the message still keeps the limit with them. */
function place(draft: Draft, pieces: readonly Piece[], drafts: readonly Draft[], chosen: Chosen): boolean {
  const room = roomIn(drafts, chosen);
  if (room <= 0) return false;
  const before = chosen.get(draft) ?? [];
  chosen.set(draft, pieces);
  if (roomIn(drafts, chosen) >= 0) return true;
  chosen.set(draft, before);
  return false;
}

function toRows(rows: readonly Row[]): Piece[] {
  return rows.length > 0 ? [{ kind: 'rows', rows }] : [];
}

function roomIn(drafts: readonly Draft[], chosen: Chosen): number {
  const pieces = arrange(drafts, chosen);
  return MESSAGE_LIMITS.components - 1 - pieces.reduce((sum, piece) => sum + componentsOf(piece), 0);
}

/** The pieces in the order shown: neighbouring texts as one, and separators only between two other things. */
function arrange(drafts: readonly Draft[], chosen: Chosen): Piece[] {
  const arranged: Piece[] = [];
  for (const piece of drafts.flatMap((draft) => chosen.get(draft) ?? [])) {
    const last = arranged.at(-1);
    if (piece.kind === 'text' && last?.kind === 'text') {
      arranged[arranged.length - 1] = { kind: 'text', passages: [...last.passages, ...piece.passages] };
    } else if (piece.kind !== 'separator' || (last !== undefined && last.kind !== 'separator')) {
      arranged.push(piece);
    }
  }
  return arranged.at(-1)?.kind === 'separator' ? arranged.slice(0, -1) : arranged;
}

function componentsOf(piece: Piece): number {
  if (piece.kind === 'rows') return piece.rows.reduce((sum, row) => sum + 1 + row.components.length, 0);
  return piece.kind === 'section' ? 3 : 1;
}
