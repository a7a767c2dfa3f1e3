import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCard as renderDiscord } from '../../src/adapters/discord/render/render-card.ts';
import { renderCard as renderTeams } from '../../src/adapters/teams/cards/render-card.ts';
import { STARTED_AT } from '../adapters/reports/report-fixture.ts';
import { faultsOf } from '../adapters/teams/cards/card-rules.ts';
import { PARITY_CARDS } from './cards.ts';
import { OTHER_CARDS } from './other-cards.ts';
import { readDiscord } from './read-discord.ts';
import { readTeams } from './read-teams.ts';
import { WATCH_CARDS } from './watch-cards.ts';

/** Made by the cards of a report and of an incident alone. */
const INSIDE = ['toHowToFixCard', 'toMessageCard'];

const NOW = STARTED_AT + 3_600_000;

describe('Discord and Teams', () => {
  it.each(Object.entries({ ...PARITY_CARDS, ...WATCH_CARDS, ...OTHER_CARDS }))(
    'show the same facts and actions: %s',
    (_name, build) => {
      const card = build();
      const rendered = renderTeams(card, { now: NOW });
      const teams = readTeams(rendered.card);
      const discord = readDiscord(renderDiscord(card));
      // Only Discord has a slash before its commands.
      const bare = (words: readonly string[]) => words.map((word) => word.replace(/^(\(?)\/(?=[a-z])/, '$1'));
      expect(bare(teams.words)).toEqual(bare(discord.words));
      expect(teams.actions).toEqual(discord.actions);
      expect(teams.words.length).toBeGreaterThan(3);
      expect(faultsOf(rendered.card)).toEqual([]);
    },
  );

  it('are held against each other over every card that core makes', () => {
    const textOf = (file: string): string => readFileSync(file, 'utf8');
    const sources = globSync('src/core/**/*.ts').map(textOf).join('\n');
    const made = [...sources.matchAll(/^export (?:async )?function (to\w*Card)\b/gm)].map(([, name]) => name);
    const compared = globSync('test/parity/*cards.ts').map(textOf).join('\n');
    expect(made.length).toBeGreaterThan(30);
    expect(made.filter((name) => !compared.includes(`${name}(`) && !INSIDE.includes(`${name}`))).toEqual([]);
  });
});
