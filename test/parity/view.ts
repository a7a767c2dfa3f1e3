/** What a reader sees of a card, without the look that is each platform's own. */
export interface View {
  /** The words in the order shown. */
  words: string[];
  /** Buttons, links and lists in the order shown. */
  actions: ViewAction[];
}

export type ViewAction =
  | { kind: 'button' | 'link'; label: string; to: string }
  | { kind: 'choice'; label: string; to: string; options: { label: string; value: string }[] };

const SIGNS = /[✅🔴❔🔷•·▰▱]|⚠️/gu;

/** Where a platform can't show a mark of its own markup as it is, one that looks like it stands for it. */
const LOOK_ALIKES: Readonly<Record<string, string>> = { '∗': '*', ˋ: '`', '∼': '~', ˍ: '_', '［': '[', '］': ']' };

/** The words of a text whose markup is resolved already. Signs, separators and what has no width are each platform's own. */
export function toWords(text: string): string[] {
  return text
    .replace(SIGNS, ' ')
    .replace(/\u200b/g, '')
    .replace(/[∗ˋ∼ˍ［］]/g, (mark) => LOOK_ALIKES[mark] ?? mark)
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
}

/** A moment, as both platforms' words for it are compared: to the minute. */
export function toMoment(at: number): string {
  return `«${new Date(at).toISOString().slice(0, 16)}»`;
}
