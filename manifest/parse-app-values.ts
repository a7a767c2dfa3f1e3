import packageJson from '../package.json' with { type: 'json' };

type Environment = Readonly<Record<string, string | undefined>>;

/** What the template's placeholders stand for, apart from the command lists. Every value fits its field in Teams. */
export interface AppValues {
  /** The app in Teams' catalogue. */
  APP_ID: string;
  /** The bot's registration. */
  BOT_ID: string;
  NAME: string;
  VERSION: string;
  DEVELOPER_NAME: string;
  WEBSITE_URL: string;
  PRIVACY_URL: string;
  TERMS_URL: string;
}

export type AppValuesResult = { ok: true; values: AppValues } | { ok: false; faults: string[] };

/** Limits of the manifest's fields, in UTF-16 units: the strictest way to count. */
const LONGEST = { name: 30, developer: 32, url: 2048 } as const;
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const NIL_GUID = /^0{8}-(?:0{4}-){3}0{12}$/;
/** Teams compares versions by number; it takes no pre-release part. */
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}$/;
const PLACEHOLDER = /[<>]|\$\{/;

/**
 * Reads the app package's values from the environment. Every fault is reported at once, each naming its variable and
 * the way out; no value is repeated, since a secret may have been pasted into the wrong one.
 */
export function parseAppValues(env: Environment): AppValuesResult {
  const faults: string[] = [];
  const read = (name: string): string | undefined => env[name]?.trim() || undefined;
  const check = (name: string, value: string | undefined, problem: (value: string) => string | undefined): string => {
    const found = value && problem(value);
    if (found) faults.push(`${name} ${found}`);
    return value ?? '';
  };
  const need = (name: string, value: string | undefined, wayOut: string): string | undefined => {
    if (!value) faults.push(`${name} is missing. ${wayOut}`);
    return value;
  };

  const botId = need('MICROSOFT_APP_ID', read('MICROSOFT_APP_ID'), `Set it to ${BOT_ID_IS}`);
  const website = need('TEAMS_APP_WEBSITE_URL', read('TEAMS_APP_WEBSITE_URL'), WEBSITE_IS);
  const developer = need('TEAMS_APP_DEVELOPER_NAME', read('TEAMS_APP_DEVELOPER_NAME'), DEVELOPER_IS);
  const values: AppValues = {
    BOT_ID: check('MICROSOFT_APP_ID', botId, (value) => (isGuid(value) ? undefined : `is no GUID. It is ${BOT_ID_IS}`)),
    APP_ID: check('TEAMS_APP_ID', read('TEAMS_APP_ID'), (value) =>
      isGuid(value) ? undefined : 'is no GUID. Leave it out to use MICROSOFT_APP_ID.',
    ),
    NAME: check('TEAMS_APP_NAME', read('TEAMS_APP_NAME') ?? 'Samaritan', (value) => textProblem(value, LONGEST.name)),
    VERSION: check('TEAMS_APP_VERSION', read('TEAMS_APP_VERSION') ?? packageJson.version, (value) =>
      VERSION.test(value) ? undefined : 'is no version of three numbers, such as 1.4.2.',
    ),
    DEVELOPER_NAME: check('TEAMS_APP_DEVELOPER_NAME', developer, (value) => textProblem(value, LONGEST.developer)),
    WEBSITE_URL: check('TEAMS_APP_WEBSITE_URL', website, urlProblem),
    PRIVACY_URL: check('TEAMS_APP_PRIVACY_URL', read('TEAMS_APP_PRIVACY_URL'), urlProblem),
    TERMS_URL: check('TEAMS_APP_TERMS_URL', read('TEAMS_APP_TERMS_URL'), urlProblem),
  };
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    values: {
      ...values,
      APP_ID: values.APP_ID || values.BOT_ID,
      PRIVACY_URL: values.PRIVACY_URL || values.WEBSITE_URL,
      TERMS_URL: values.TERMS_URL || values.WEBSITE_URL,
    },
  };
}

const BOT_ID_IS =
  'the id of the bot’s own registration: Azure portal, your Azure Bot, Configuration, “Microsoft App ID”.';
const DEVELOPER_IS =
  'Set it to the name of the company that runs the bot, at most 32 characters. Teams shows it beside the app.';
const WEBSITE_IS = 'Set it to a page about you or this bot, such as an intranet page. Teams links to it from the app.';

function isGuid(value: string): boolean {
  return GUID.test(value) && !NIL_GUID.test(value);
}

function textProblem(value: string, longest: number): string | undefined {
  if (PLACEHOLDER.test(value)) return 'still holds a placeholder. Set it to the real name.';
  if (value.length > longest) return `has ${value.length} characters. Teams takes at most ${longest}.`;
  return undefined;
}

function urlProblem(value: string): string | undefined {
  if (PLACEHOLDER.test(value)) return 'still holds a placeholder. Set it to a real https address.';
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'https:') return 'is no https address. Teams refuses every other kind.';
  if (url.username || url.password)
    return 'holds a user name or password. Remove it: everyone can read the app package.';
  if (value.length > LONGEST.url) return `has ${value.length} characters. Teams takes at most ${LONGEST.url}.`;
  return undefined;
}
