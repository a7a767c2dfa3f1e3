/** What a button does. A new verb needs a handler in `src/core/chat/actions`; a test says so. */
export const ACTION_VERBS = [
  'cancel',
  'sweep',
  'report',
  'fix',
  'details',
  'tenants',
  'retest',
  'download',
  'message',
  'mailed',
  'expect',
  'unexpect',
  'article',
  'explain',
  'history',
  'again',
  'pick',
  'incident',
  'ack',
  'ackall',
  'board',
  'snooze',
  'recheck',
  'bundle',
  'choose',
  'walk',
  'step',
  'walkcheck',
  'check',
] as const;
export type ActionVerb = (typeof ACTION_VERBS)[number];

/** What a press of a button needs to know: a verb and short arguments, looked up and authorized again at every press. */
export interface ActionId {
  verb: ActionVerb;
  args: readonly string[];
}

export const MOST_ACTION_ID = 100;
/** Version of the format. A button of a later version says so instead of doing something else. */
const VERSION = 's1';
const SEPARATOR = '~';

/** The action as text for a button, at most 100 characters. Throws a RangeError for one that doesn't fit: a fault of ours. */
export function encodeAction(verb: ActionVerb, ...args: readonly (string | number)[]): string {
  const text = [VERSION, verb, ...args.map(String)].join(SEPARATOR);
  if (text.length > MOST_ACTION_ID || args.some((arg) => String(arg).includes(SEPARATOR))) {
    throw new RangeError(`the action ${verb} doesn't fit in ${MOST_ACTION_ID} characters`);
  }
  return text;
}

/** Reads a button's text, which a client may have forged. Undefined for what this version doesn't know. */
export function parseAction(text: string): ActionId | undefined {
  if (text.length > MOST_ACTION_ID) return undefined;
  const [version, name, ...args] = text.split(SEPARATOR);
  const verb = ACTION_VERBS.find((one) => one === name);
  return version === VERSION && verb ? { verb, args } : undefined;
}

/** A place or page that a button names, counted from 0. Undefined for anything that is no plain number. */
export function parseIndex(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
