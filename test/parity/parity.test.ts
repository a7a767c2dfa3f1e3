import { describe, expect, it } from 'vitest';
import { renderCard as renderDiscord } from '../../src/adapters/discord/render/render-card.ts';
import { renderCard as renderTeams } from '../../src/adapters/teams/cards/render-card.ts';
import { STARTED_AT } from '../adapters/reports/report-fixture.ts';
import { faultsOf } from '../adapters/teams/cards/card-rules.ts';
import { PARITY_CARDS } from './cards.ts';
import { readDiscord } from './read-discord.ts';
import { readTeams } from './read-teams.ts';
import { WATCH_CARDS } from './watch-cards.ts';

const NOW = STARTED_AT + 3_600_000;

describe('Discord and Teams', () => {
  it.each(Object.entries({ ...PARITY_CARDS, ...WATCH_CARDS }))(
    'show the same facts and actions: %s',
    (_name, build) => {
      const card = build();
      const rendered = renderTeams(card, { now: NOW });
      const teams = readTeams(rendered.card);
      const discord = readDiscord(renderDiscord(card));
      // Only Discord has a slash before its commands.
      const bare = (words: readonly string[]) => words.map((word) => word.replace(/^\/(?=[a-z])/, ''));
      expect(bare(teams.words)).toEqual(bare(discord.words));
      expect(teams.actions).toEqual(discord.actions);
      expect(teams.words.length).toBeGreaterThan(3);
      expect(faultsOf(rendered.card)).toEqual([]);
    },
  );
});
