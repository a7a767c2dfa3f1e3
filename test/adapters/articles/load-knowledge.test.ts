import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GuidanceError } from '../../../src/adapters/articles/guidance-error.ts';
import { KNOWLEDGE_FOLDER, loadKnowledge } from '../../../src/adapters/articles/load-knowledge.ts';
import { loadGuidance } from '../../../src/adapters/articles/open-guidance.ts';
import { explainText } from '../../../src/core/guidance/explain/explain-text.ts';

/** The product's knowledge with one file written over. */
function withFile(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'samaritan-knowledge-'));
  cpSync(KNOWLEDGE_FOLDER, folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return folder;
}

describe('loadKnowledge', () => {
  const guidance = loadGuidance();
  const { library, knowledge } = guidance;

  it('reads every file, and names only articles that exist', () => {
    const rows = [
      ...knowledge.wordings,
      ...knowledge.speakers,
      ...knowledge.apps.values(),
      ...[...knowledge.codes.values()].flat(),
    ];
    expect(rows.length).toBeGreaterThan(900);
    const named = [
      ...rows.flatMap(({ article }) => (article === undefined ? [] : [article])),
      ...knowledge.questions.answers,
      ...knowledge.firstSteps.flatMap(({ instead }) => instead),
    ];
    expect(named.filter((id) => !library.byId(id))).toEqual([]);
  });

  it('has no wording twice', () => {
    const words = knowledge.wordings.map((wording) => [...wording.words].sort().join(' + '));
    expect(words.filter((one, index) => words.indexOf(one) !== index)).toEqual([]);
  });

  it('learns a sentence from one row, wherever it stands', () => {
    const row = 'source: a page\nwordings:\n  - { cause: tenant.wrong-cloud, words: [flux capacitor of the tenant] }\n';
    const taught = loadKnowledge(withFile('wordings/aaa-own.yaml', row));
    const text = 'Fehler: the Flux Capacitor of the tenant is empty';
    expect(explainText(text, { library, knowledge: taught })).toMatchObject({ cause: 'tenant.wrong-cloud' });
    expect(explainText(text, { library, knowledge }).cause).not.toBe('tenant.wrong-cloud');
  });

  it('takes either of the choices in a word, and names the more particular row of two', () => {
    const rows =
      'source: a page\nwordings:\n  - { cause: tenant.wrong-cloud, words: [flux|quantum, capacitor] }\n' +
      '  - { cause: tenant.deleted, words: [flux, capacitor, of the tenant] }\n';
    const taught = loadKnowledge(withFile('wordings/aaa-own.yaml', rows));
    const causeOf = (text: string) => explainText(text, { library, knowledge: taught }).cause;
    expect(causeOf('the quantum capacitor is empty')).toBe('tenant.wrong-cloud');
    expect(causeOf('the capacitor of flux is empty')).toBe('tenant.wrong-cloud');
    expect(causeOf('the flux capacitor of the tenant is empty')).toBe('tenant.deleted');
  });

  it('knows from its file which sentence says no reason', () => {
    const open = (folder?: string) =>
      explainText('failed to create policy.', { ...guidance, knowledge: loadKnowledge(folder) }).steps[0];
    expect(open()).toContain('the sentence says what failed, and not why');
    const ending = withFile('reasonless.yaml', 'begins: [flux]\nends: [policy]\nunless: [because]\n');
    expect(open(ending)).toContain('and not why');
    expect(open(withFile('reasonless.yaml', 'begins: [flux]\nends: [capacitor]\nunless: [because]\n'))).not.toContain(
      'and not why',
    );
  });

  it('knows from its file what a bare status stands for, and who is no part of a program', () => {
    const rows = (lists: string, status: string) =>
      withFile(
        'contexts.yaml',
        `microsoft: [flux]\nfamiliar: [flux]\nours: [quantum]\nasked: [api]\npages: [nginx]\n${lists}\nstatuses: { ${status} }\n`,
      );
    const causeOf = (text: string, folder?: string) =>
      explainText(text, { library, knowledge: loadKnowledge(folder) }).cause;
    expect(causeOf('HTTP 409')).toBe('tenant.object-exists');
    expect(causeOf('HTTP 409', rows('parts: [page]', '409: network.timeout'))).toBe('network.timeout');
    const gone = 'The user capacitor does not exist in the tenant';
    expect(causeOf(gone, rows('parts: [page]', '409: network.timeout'))).toBe('tenant.object-missing');
    expect(causeOf(gone, rows('parts: [capacitor]', '409: network.timeout'))).not.toBe('tenant.object-missing');
  });

  it('knows from its file which sentence is a report', () => {
    const open = (folder?: string) => explainText('Cached 12 policies', { library, knowledge: loadKnowledge(folder) });
    expect(open().article).toBe('portal-reports-setting');
    const other = withFile('reports.yaml', 'begins: [flux]\nsays: [quantum]\nends: [capacitor]\nunless: [failed]\n');
    expect(open(other).article).not.toBe('portal-reports-setting');
  });

  it('knows from its file what is a question, what tells a fault in one, and what answers', () => {
    const text = 'how do I bend the flux for all customers';
    const open = (lines: string) =>
      explainText(text, { ...guidance, knowledge: loadKnowledge(withFile('questions.yaml', `source: x\n${lines}`)) })
        .title;
    const isAsked = 'begins: [what]\nasks: [how do i]\n';
    expect(open(`${isAsked}unless: [failed]\nanswers: [portal-cost]\n`)).toContain('A question');
    expect(open(`${isAsked}unless: [flux]\nanswers: [portal-cost]\n`)).not.toContain('A question');
    expect(open('begins: [what]\nasks: [how to]\nunless: [failed]\nanswers: [portal-cost]\n')).not.toContain(
      'A question',
    );
  });

  it('knows from its file who says that it works again, and where that is not so', () => {
    const open = (lines: string) =>
      explainText('the flux was gone and is bent again', {
        ...guidance,
        knowledge: loadKnowledge(withFile('settled.yaml', `source: x\n${lines}`)),
      }).title;
    expect(open('says: [is bent again]\nbefore: [not]\nunless: [but]\n')).toContain('It works again');
    expect(open('says: [is bent again]\nbefore: [flux]\nunless: [but]\n')).not.toContain('It works again');
    expect(open('says: [is bent]\nbefore: [not]\nunless: [again]\n')).not.toContain('It works again');
  });

  it('knows from its file which words are of our field', () => {
    const open = (field: string) =>
      explainText('my flux in Capacitor is gone', {
        ...guidance,
        knowledge: loadKnowledge(
          withFile(
            'elsewhere.yaml',
            `source: x\nfield: [${field}]\nshared: [abc]\ncapitals: [abc]\npersons: [my]\narticles: [is]\ngerman: [ist]\nplaces: [at]\n`,
          ),
        ),
      }).cause;
    expect(open('quantum')).toBe('foreign.service');
    expect(open('flux')).not.toBe('foreign.service');
  });

  it.each([
    ['good news that lack a list', 'settled.yaml', 'source: x\nsays: [abc]\nbefore: [abc]\n', /settled\.yaml.*unless/],
    ['words of our field that are no list', 'elsewhere.yaml', 'source: x\nfield: abc\n', /elsewhere\.yaml.*field/],
    [
      'a cause that is not there',
      'wordings/own.yaml',
      'source: x\nwordings:\n  - { cause: no.such, words: [abc] }\n',
      /own\.yaml, wordings, row 1 .*no such cause/,
    ],
    [
      'sentences without a reason that lack a list',
      'reasonless.yaml',
      'begins: [failed to]\n',
      /reasonless\.yaml.*unless/,
    ],
    [
      'a status that is none',
      'contexts.yaml',
      'microsoft: [ab]\nfamiliar: [ab]\nours: [ab]\nasked: [ab]\npages: [ab]\nparts: [ab]\nstatuses: { 40: internal }\n',
      /contexts\.yaml.*statuses\.40/,
    ],
    [
      'words in capitals',
      'wordings/own.yaml',
      'source: x\nwordings:\n  - { cause: internal, words: [Abc] }\n',
      /own\.yaml, wordings, row 1 .*lower case/,
    ],
    ...['Own = abc', 'internal = Abc', 'internal = a', 'internal', 'internal = abc + '].map(
      (row): [string, string, string, RegExp] => [
        `a row in short with a fault (${row})`,
        'wordings/own.yaml',
        `source: x\nwordings:\n  - internal = abc\n  - ${JSON.stringify(row)}\n`,
        row.startsWith('Own')
          ? /own\.yaml, wordings, row 2 .*no such cause/
          : /own\.yaml, wordings, row 2 .*two letters/,
      ],
    ),
    ...['Abc: abc', 'a: abc', 'abc: a', 'abc: 12', 'abc: [abc]'].map((row): [string, string, string, RegExp] => [
      `a translation with a fault (${row})`,
      'translations.yaml',
      `translations:\n  fine: good\n  ${row}\n`,
      /translations\.yaml: .*two letters/,
    ]),
    ['translations that are a list', 'translations.yaml', 'translations: [abc]\n', /translations\.yaml: /],
    [
      'marks that are no list',
      'speakers.yaml',
      'speakers:\n  - { name: Halo, cause: foreign.service, marks: halo }\n',
      /speakers\.yaml, speakers, row 1 .*two letters/,
    ],
    [
      'a key that nobody reads in a wording',
      'wordings/own.yaml',
      'source: x\nwordings:\n  - { cause: internal, words: [abc], word: abc }\n',
      /own\.yaml, wordings, row 1 .*word/,
    ],
    [
      'a key that nobody reads',
      'speakers.yaml',
      'speakers:\n  - { name: Halo, cause: foreign.service, host: halo }\n',
      /speakers\.yaml, speakers, row 1 .*host/,
    ],
    ['an app without a GUID', 'apps.yaml', 'apps:\n  - { id: abc, name: PnP }\n', /apps\.yaml, apps, row 1 .*id/],
    ['no source', 'wordings/own.yaml', 'wordings: []\n', /own\.yaml: .*source/],
    ['no YAML', 'codes.yaml', 'codes: [', /codes\.yaml cannot be read/],
  ])('refuses %s and names file and row', (_fault, name, text, told) => {
    const load = () => loadKnowledge(withFile(name, text));
    expect(load).toThrow(told);
    // Told to whoever wrote it, and no fault of ours.
    expect(load).toThrow(GuidanceError);
  });
});
