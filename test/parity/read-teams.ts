import type { AdaptiveCardJson } from '../../src/adapters/teams/outbound/outgoing-message.ts';
import { toMoment, toWords, type View } from './view.ts';

type Json = Record<string, unknown>;
const LISTS = ['body', 'items', 'columns', 'actions'];

/** What a reader sees of a card in Teams. */
export function readTeams(card: AdaptiveCardJson): View {
  const view: View = { words: [], actions: [] };
  const lists = new Map<string, Json>();
  const say = (text: string): void => void view.words.push(...toWords(readTimes(text)));
  const visit = (element: Json): void => {
    switch (element.type) {
      case 'TextBlock':
        say(readMarkdown(String(element.text)));
        break;
      case 'RichTextBlock':
        say((element.inlines as Json[]).map(({ text }) => text).join(''));
        break;
      case 'FactSet':
        for (const { title, value } of element.facts as Json[]) say(`${title}: ${readMarkdown(String(value))}`);
        break;
      case 'Input.ChoiceSet':
        lists.set(String(element.id), element);
        break;
      case 'Action.OpenUrl':
        // Discord's buttons lead to no mail program: there the text is copied.
        if (String(element.url).startsWith('mailto:')) break;
        view.actions.push({ kind: 'link', label: String(element.title), to: String(element.url) });
        break;
      case 'Action.Execute':
        view.actions.push(readPress(element, lists));
        break;
    }
    for (const key of LISTS) for (const child of (element[key] as Json[] | undefined) ?? []) visit(child);
  };
  visit(card);
  return view;
}

/** A list of choices and the button that sends it are one action. */
function readPress({ title, data }: Json, lists: ReadonlyMap<string, Json>): View['actions'][number] {
  const { id, choice } = data as Record<string, string>;
  const list = choice === undefined ? undefined : lists.get(choice);
  const plain = (text: unknown): string => String(text).replaceAll('\u200b', '');
  if (!list) return { kind: 'button', label: plain(title), to: String(id) };
  const options = (list.choices as Json[]).map((one) => ({ label: plain(one.title), value: String(one.value) }));
  return { kind: 'choice', label: plain(list.label), to: String(id), options };
}

function readMarkdown(text: string): string {
  return text.replace(/\[([^\]]*)\]\(([^)]+)\)/g, '$1 $2').replaceAll('**', '');
}

function readTimes(text: string): string {
  return text.replace(/(\d{4}-\d\d-\d\d) (\d\d:\d\d) UTC(?: \([^)]* (?:earlier|later)\))?/g, (_whole, day, time) =>
    toMoment(Date.parse(`${day}T${time}:00Z`)),
  );
}
