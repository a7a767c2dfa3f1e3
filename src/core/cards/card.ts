import { type Line, toPlainLine } from './inline.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'unknown';

/** `neutral`: nothing is judged, such as progress, help or a question. */
export type CardTone = Tone | 'neutral';

/**
 * What a surface shows as one message. The order of everything in it is the order shown. Every text is bounded and free
 * of control characters; escaping for a surface's own markup is the renderer's.
 */
export interface Card {
  tone: CardTone;
  /** The tone in words, `running` or `refused`: shown where the title doesn't say it, see `statusToShow`. */
  status?: string | undefined;
  title: Line;
  /** Small, opposite the title: how long it took, how certain it is. */
  aside?: Line;
  blocks: readonly Block[];
  /** Below everything. */
  actions: readonly Action[];
  /** One plain line for notifications and screen readers. */
  summary: string;
}

export type Block =
  | { kind: 'text'; line: Line /** Less important: footers, ids. */; subtle?: boolean }
  | { kind: 'list'; items: readonly Line[]; numbered: boolean }
  | { kind: 'facts'; facts: readonly { label: string; value: Line }[] }
  | { kind: 'bar' /** 0 to 1. */; share: number }
  /** Text to copy as it is. */
  | { kind: 'copy'; label: string; text: string }
  | { kind: 'section'; section: Section }
  /** A picture among the reply's files. */
  | { kind: 'picture'; file: string; description: string };

/** A part with its own head and buttons, such as one cause of a report. */
export interface Section {
  tone: CardTone;
  status?: string | undefined;
  title: Line;
  aside?: Line;
  lines: readonly Line[];
  actions: readonly Action[];
}

export type Action =
  /** `id` is an encoded `ActionId`: at most 100 characters, all that a press needs. `primary`: the next step, one a card. */
  | { kind: 'button'; label: string; id: string; look?: 'primary' | 'danger' }
  | { kind: 'link'; label: string; url: string }
  /** One choice of at most 25. The value chosen (at most 100 characters) reaches the action as its input `choice`. */
  | {
      kind: 'choice';
      id: string;
      placeholder: string;
      options: readonly Choice[];
      /** What choosing does, for a surface that has a button for it. Default: it shows what was chosen. */
      verb?: string;
    };

export interface Choice {
  label: string;
  value: string;
  description?: string;
}

/** Options whose values a chat takes whole, each once: a cut value would choose something else. */
export function usableOptions(options: readonly Choice[], longest: number): Choice[] {
  const values = new Set<string>();
  return options.filter(({ value }) => {
    const fits = value.length > 0 && value.length <= longest && !values.has(value);
    values.add(value);
    return fits;
  });
}

/** Questions asked before something runs. Its answers reach the action `id` as inputs. */
export interface Form {
  id: string;
  title: string;
  fields: readonly FormField[];
  submit: string;
}

export interface FormField {
  name: string;
  label: string;
  multiline: boolean;
  required: boolean;
  maxLength: number;
  placeholder?: string;
  value?: string;
}

export interface CardFile {
  name: string;
  type: string;
  content: Uint8Array;
  /** What writes it on the terminal, for where none can be handed over; absent for that of a report of a sweep, null where none does. */
  command?: string | null;
  /** The action that brings it to one person alone, for a message that can't take it along. */
  again?: string;
}

/** What is said once: the status of what is judged or runs, unless the title has its word in some form (`failing`, `9 tenants fail`). */
export function statusToShow({ status = '', title, tone }: Pick<Card, 'status' | 'title' | 'tone'>): string {
  if (tone === 'neutral' && status !== 'running') return '';
  const said = toPlainLine(title, String).toLowerCase();
  return said.includes(status.slice(0, STEM)) ? '' : status;
}

const STEM = 4;

/** What fits on one card: Discord allows 40 components and 4,000 characters in all, Teams 28 KB. */
export const CARD_LIMITS = { causes: 8, names: 5, choices: 25, textLength: 3500 } as const;

/** A button that presses as `id`. `isNext`: the one next step of its card. */
export function button(label: string, id: string, isNext = false): Extract<Action, { kind: 'button' }> {
  return { kind: 'button', label, id, ...(isNext ? { look: 'primary' } : {}) };
}
