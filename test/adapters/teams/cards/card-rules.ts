import { createRequire } from 'node:module';
import type { AdaptiveCardJson } from '../../../../src/adapters/teams/outbound/outgoing-message.ts';

const require = createRequire(import.meta.url);
// The package's entry for modules lacks file extensions, so that Node can't load it.
const AC = require('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards');

type Json = Record<string, unknown>;

const COMMON = ['type', 'spacing', 'separator', 'id'];
/** What each element may have in version 1.5, as far as it is used here (adaptivecards.io/explorer). */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  AdaptiveCard: ['$schema', 'version', 'fallbackText', 'body'],
  Container: ['style', 'bleed', 'items'],
  TextBlock: ['text', 'wrap', 'size', 'weight', 'isSubtle', 'style', 'color', 'fontType'],
  RichTextBlock: ['inlines'],
  TextRun: ['text', 'size', 'weight', 'isSubtle', 'fontType'],
  ColumnSet: ['columns'],
  Column: ['width', 'items'],
  FactSet: ['facts'],
  Image: ['url', 'altText', 'size'],
  ActionSet: ['actions'],
  'Input.ChoiceSet': ['label', 'placeholder', 'style', 'wrap', 'isRequired', 'errorMessage', 'choices'],
  'Input.Text': ['label', 'isMultiline', 'maxLength', 'isRequired', 'errorMessage', 'placeholder', 'value'],
  'Action.Execute': ['title', 'verb', 'data', 'style', 'associatedInputs', 'fallback'],
  'Action.Submit': ['title', 'data', 'style', 'associatedInputs'],
  'Action.OpenUrl': ['title', 'url'],
};
const CHILDREN = ['body', 'items', 'columns', 'inlines', 'actions', 'fallback'];

/** Every element and action of a card, in the order shown; fallbacks after what they stand in for. */
export function elementsOf(card: AdaptiveCardJson): Json[] {
  const found: Json[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one);
    else if (typeof node === 'object' && node !== null) {
      const element = node as Json;
      found.push(element);
      for (const key of CHILDREN) visit(element[key]);
    }
  };
  visit(card);
  return found;
}

/** What is wrong with a card: what Microsoft's parser says, and what it lets through and Teams does not. */
export function faultsOf(card: AdaptiveCardJson): string[] {
  return [...parserFaults(card), ...ownFaults(card)];
}

function parserFaults(card: AdaptiveCardJson): string[] {
  const faults: string[] = [];
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  const parsed = new AC.AdaptiveCard();
  parsed.parse(structuredClone(card), context);
  for (let index = 0; index < context.eventCount; index += 1) faults.push(context.getEventAt(index).message);
  for (const event of parsed.validateProperties().validationEvents) faults.push(event.message);
  return faults;
}

function ownFaults(card: AdaptiveCardJson): string[] {
  const faults: string[] = [];
  const ids = new Set<unknown>();
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > 28 * 1024) faults.push(`${bytes} bytes`);
  if (card.version !== '1.5') faults.push(`version ${card.version}`);
  if (!card.fallbackText) faults.push('no fallback text');
  for (const element of elementsOf(card)) {
    const type = String(element.type);
    const known = KNOWN[type];
    if (!known) faults.push(`unknown type ${type}`);
    for (const key of Object.keys(element)) {
      if (!known?.includes(key) && !COMMON.includes(key)) faults.push(`${type} has ${key}`);
    }
    if ((type === 'TextBlock' || type === 'Input.ChoiceSet') && element.wrap !== true)
      faults.push(`${type} not wrapped`);
    if (type === 'TextBlock' && !element.text) faults.push('empty TextBlock');
    if (type === 'TextRun' && !element.text) faults.push('empty TextRun');
    if (type === 'Column' && element.width !== 'auto' && element.width !== 'stretch') faults.push('fixed width');
    const columns = Array.isArray(element.columns) ? element.columns.length : 0;
    if (columns > 3) faults.push(`${columns} columns`);
    const actions = Array.isArray(element.actions) ? element.actions.length : 0;
    if (actions > 6) faults.push(`${actions} actions in a set`);
    if (type === 'ActionSet' && actions === 0) faults.push('empty ActionSet');
    if (type === 'Action.Execute' && (element.fallback as Json)?.type !== 'Action.Submit') faults.push('no fallback');
    if (type === 'Image' && !element.altText) faults.push('Image without words');
    if (element.id !== undefined && ids.size === ids.add(element.id).size) faults.push(`id ${element.id} twice`);
  }
  return faults;
}

/** A reader's text: without what parts marks unseen. */
export function shownText(text: unknown): string {
  return String(text).replaceAll('\u200b', '');
}

/** All texts of a card in the order shown. */
export function textsOf(card: AdaptiveCardJson): string[] {
  return elementsOf(card).flatMap((element): string[] => {
    if (element.type === 'RichTextBlock') {
      return [(element.inlines as Json[]).map(({ text }) => shownText(text)).join('')];
    }
    if (element.type === 'TextBlock') return [shownText(element.text)];
    if (element.type === 'FactSet') {
      return (element.facts as Json[]).map(({ title, value }) => `${shownText(title)}: ${shownText(value)}`);
    }
    return [];
  });
}

/** The buttons, links and lists of a card in the order shown, without fallbacks. */
export function actionsOf(card: AdaptiveCardJson): { label: string; id: string }[] {
  return elementsOf(card).flatMap((element) => {
    if (element.type === 'Action.OpenUrl') return [{ label: shownText(element.title), id: String(element.url) }];
    if (element.type !== 'Action.Execute') return [];
    return [{ label: shownText(element.title), id: String((element.data as Json).id) }];
  });
}
