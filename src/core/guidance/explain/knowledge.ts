import type { CauseId } from '../../model/causes/cause.ts';
import { TEXT_RULES } from '../../model/causes/texts.ts';
import type { ArticleLibrary, ArticleSubject } from '../articles/article.ts';
import type { Situation } from '../articles/condition.ts';
import type { ArticleSearch } from '../articles/find-article.ts';

/**
 * - `exact`: only this cause has the sentence
 * - `likely`: several causes share it
 * - `subject`: a word or two that say what a text is about; looked at after every sentence
 */
export const SURENESS = ['exact', 'likely', 'subject'] as const;
export type Sureness = (typeof SURENESS)[number];

/** What a cause, an app or a product adds where the general article knows less. */
export interface Hint {
  /** The article that treats this case of the cause. */
  article?: string | undefined;
  /** What to do first, in Markdown. */
  first?: string | undefined;
}

/** Words that stand together in one message, and what they mean. A row of docs/knowledge/wordings. */
export interface Wording extends Hint {
  cause: CauseId;
  /** In lower case; all of them within one message. `a|b`: either of them. */
  words: readonly string[];
  sure: Sureness;
  /** What a program says after something else has failed: beside an error of another cause it only follows from it. */
  follows?: true | undefined;
}

/** A wording as it is searched for: of each of its words the choices, the longest first; the word with the fewest first. */
export interface SearchedWording extends Wording {
  choices: readonly (readonly string[])[];
}

/** Somebody else than Microsoft's sign-in and its services, whose errors are pasted too. A row of docs/knowledge/speakers. */
export interface Speaker extends Hint {
  name: string;
  cause: CauseId;
  /** What only stands in its own errors: hosts, names of its commands and classes. In lower case. */
  marks: readonly string[];
  /** Its name as people write it: counts only where nothing else in the text is clear. In lower case. */
  names: readonly string[];
  /** Its marks stand even beside a code of Microsoft's: the code is then about this one's own app. */
  beforeCodes: boolean;
  /** It signs people in itself: tokens, consent and MFA beside its name are its own, unless somebody of Microsoft's is named. */
  signsIn: boolean;
}

/** An app that is not the partner's SAM app. A row of docs/knowledge/apps. */
export interface KnownApp extends Hint {
  id: string;
  name: string;
  retired: boolean;
}

/** What a code says beyond its cause: codes share causes, and each has its own first step. A row of docs/knowledge/codes. */
export interface KnownCode extends Hint {
  codes: readonly number[];
  /** Only where these stand at its message, in lower case; `a|b`: either of them. One number serves several flows. */
  words?: readonly string[] | undefined;
  /** What it means there, where that is not what the number means elsewhere. */
  cause?: CauseId | undefined;
  /** What is to be done first is ours: left out where the text says that it is a customer's. */
  ours?: true | undefined;
}

/** What to do first where a cause says too little, by where it was met. A row of docs/knowledge/first-steps. */
export interface KnownFirstStep {
  causes: readonly CauseId[];
  /** In lower case, all of them near the error; `a|b`: either of them. None: any other text. */
  words: readonly string[];
  /** Only where a mere status or word speaks: whose it is is then not known. */
  bare: boolean;
  first?: string | undefined;
  /** Whose sign-in it was by these words: it chooses among the article's own steps. */
  kind?: Situation['kind'];
  /** Articles on what else it may be. */
  instead: readonly string[];
}

/** Words of another language in lower case. `open`: any ending may follow. A row of docs/knowledge/translations. */
export interface Translation {
  words: string;
  open: boolean;
  english: string;
}

/** What Samaritan knows by heart beside codes and articles: the files of docs/knowledge. */
export interface Knowledge {
  wordings: readonly SearchedWording[];
  speakers: readonly Speaker[];
  apps: ReadonlyMap<string, KnownApp>;
  /** The rows of a number, those with words first. */
  codes: ReadonlyMap<number, readonly KnownCode[]>;
  /** The more particular first. */
  firstSteps: readonly KnownFirstStep[];
  /**
   * Who is no stranger: ends of hosts, and beginnings of PowerShell modules; and words that only our side has, or that
   * every sign-in service has too. In lower case.
   */
  familiar: Readonly<Record<'hosts' | 'modules' | 'tenants' | 'endings' | 'ours' | 'signIn', readonly string[]>>;
  /** Words of our field, and how a person's text about another product is told by its form. docs/knowledge/elsewhere. */
  elsewhere: Readonly<
    Record<'field' | 'shared' | 'capitals' | 'persons' | 'articles' | 'german' | 'places', readonly string[]>
  >;
  /** Words beside a mere status that say whose it is, and what it speaks for by itself. docs/knowledge/contexts. */
  contexts: Readonly<Record<'microsoft' | 'familiar' | 'ours' | 'asked' | 'pages' | 'parts', readonly string[]>> & {
    statuses: ReadonlyMap<number, CauseId>;
  };
  /** Words that say on whose side it is. docs/knowledge/whose. */
  whose: Readonly<Record<'ours' | 'theirs' | 'single' | 'everywhere', readonly string[]>>;
  /** How a program's sentence begins or ends that says what failed, and what stands in one that says why. docs/knowledge/reasonless. */
  reasonless: Readonly<Record<'begins' | 'ends' | 'unless', readonly string[]>>;
  /** How a program's sentence begins, what it says or how it ends, where nothing failed; and what stands in one that tells a failure. docs/knowledge/reports. */
  reports: Readonly<Record<'begins' | 'says' | 'ends' | 'unless', readonly string[]>>;
  /** How a question or a wish says so, what stands in one that tells a fault, and what answers one. docs/knowledge/questions. */
  questions: Readonly<Record<'begins' | 'asks' | 'unless' | 'answers', readonly string[]>>;
  /** How a person says that a fault is gone, and what stands around it where it is not. docs/knowledge/settled. */
  settled: Readonly<Record<'says' | 'before' | 'unless', readonly string[]>>;
  /** The longer words first, so that a phrase goes before its words. */
  translations: readonly Translation[];
}

/** Everything an answer to a pasted text or a question is made of. */
export interface Guidance {
  library: ArticleLibrary;
  knowledge: Knowledge;
  search: ArticleSearch;
}

export interface ExplainOptions extends Omit<Guidance, 'search'> {
  /** Asked last, where no code, field or wording decides. */
  search?: ArticleSearch;
  /** What is known of the only connection: it fills steps where the text itself says nothing. */
  subject?: ArticleSubject;
}

/** Wordings of the checks that only name a subject: a pasted text needs more of them. */
const SUBJECTS: ReadonlySet<string> = new Set([
  'conditional access',
  'insufficient privileges',
  'insufficient access rights',
]);

/** Adds the wordings that the checks go by, and finds the rows of a code and of an app. */
export function createKnowledge({ wordings, apps, codes, translations, ...rest }: KnowledgeRows): Knowledge {
  const ofChecks = TEXT_RULES.map(({ cause, all, confidence }): Wording => {
    const sure = all.length === 1 && SUBJECTS.has(all[0] ?? '') ? 'subject' : confidence;
    return { cause, words: all, sure };
  });
  const byCode = new Map<number, KnownCode[]>();
  for (const row of [...codes].sort((a, b) => (b.words?.length ?? 0) - (a.words?.length ?? 0))) {
    for (const code of row.codes) byCode.set(code, [...(byCode.get(code) ?? []), row]);
  }
  return {
    ...rest,
    wordings: [...ofChecks, ...wordings].map(withChoices),
    apps: new Map(apps.map((app) => [app.id, app])),
    codes: byCode,
    translations: [...translations].sort((a, b) => b.words.length - a.words.length),
  };
}

function withChoices(wording: Wording): SearchedWording {
  const choices = wording.words.map((word) => word.split('|').sort((a, b) => b.length - a.length));
  return { ...wording, choices: choices.sort((a, b) => a.length - b.length) };
}

/** The rows as the files have them. */
export interface KnowledgeRows extends Omit<Knowledge, 'apps' | 'codes' | 'wordings'> {
  wordings: readonly Wording[];
  apps: readonly KnownApp[];
  codes: readonly KnownCode[];
}
