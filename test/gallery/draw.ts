import { readFileSync } from 'node:fs';
import { CHROMIUM } from '../../bench/chromium.ts';
import { loadGuidance } from '../../src/adapters/articles/open-guidance.ts';
import { renderCard as renderDiscord } from '../../src/adapters/discord/render/render-card.ts';
import { renderHtml } from '../../src/adapters/reports/render-html.ts';
import { renderCard as renderTeams } from '../../src/adapters/teams/cards/render-card.ts';
import { toDetailsCard } from '../../src/core/diagnosis/report/details-card.ts';
import { causeMessages, toFixCard } from '../../src/core/diagnosis/report/fix-card.ts';
import { toReportCard } from '../../src/core/diagnosis/report/report-card.ts';
import { toRetestCard } from '../../src/core/diagnosis/report/retest-card.ts';
import { toTenantsCard } from '../../src/core/diagnosis/report/tenants-card.ts';
import { toProgressCard } from '../../src/core/diagnosis/sweep/progress-card.ts';
import { toMessageCard } from '../../src/core/guidance/articles/message-card.ts';
import { explainText } from '../../src/core/guidance/explain/explain-text.ts';
import { toExplanationCard } from '../../src/core/guidance/explain/explanation-card.ts';
import { HTML_OPTIONS } from '../adapters/reports/report-fixture.ts';
import { PARITY_CARDS } from '../parity/cards.ts';
import { OTHER_CARDS } from '../parity/other-cards.ts';
import { WATCH_CARDS } from '../parity/watch-cards.ts';
import { toDiscordPage } from './discord-page.ts';
import { sampleReport } from './sample-report.ts';
import { type Gallery, shoot } from './shoot.ts';
import { toTeamsPage } from './teams-page.ts';

/** `node test/gallery/draw.ts [folder]`: sheets of all cards and of the HTML report to look at, and the README's pictures. */
const folder = process.argv[2] ?? 'artifacts/cards';
const guidance = loadGuidance();
const { library } = guidance;
const context = { library, applicationId: 'aaaaaaaa-0000-4000-8000-00000000abcd' };
const report = await sampleReport();
const first = 0;
const one = report.tenants.filter((tenant) => report.causes[first]?.tenantIds[0] === tenant.tenantId);
const mended = {
  ...report,
  tenants: one.map((tenant) => ({
    ...tenant,
    status: 'pass' as const,
    checks: [],
  })),
  causes: [],
};
const progress = {
  connection: 'default',
  phase: 'tenants',
  total: 412,
  done: 231,
  failing: 6,
  throttled: 0,
  elapsedMs: 11_000,
} as const;
const since = new Map(one.map((tenant) => [tenant.tenantId, report.run.finishedAt - 8_040_000]));
const cause = report.causes[first]?.id;
if (!CHROMIUM || !cause) throw new Error('Chromium is not installed here, or the sample has no cause of one tenant.');
const text = readFileSync(new URL('./pasted-error.txt', import.meta.url), 'utf8');
const theirs = report.causes.findIndex(({ owner, tenantIds }) => owner === 'customer' && tenantIds.length > 1);
const asked = report.tenants.filter(({ tenantId }) => report.causes[theirs]?.tenantIds.includes(tenantId));
const written = causeMessages({ report, index: theirs, tenants: asked }, context);
const progressCard = toProgressCard({ runId: report.run.id, progress });
const cards = {
  progress: progressCard,
  report: toReportCard(report, context),
  fix: toFixCard({ report, index: first, tenants: one, failingSince: report.run.finishedAt - 8_040_000 }, context),
  tenants: toTenantsCard(report, 0, context),
  mended: toRetestCard({ report: mended, cause, from: { runId: report.run.id, index: first }, failingSince: since }),
  several: toFixCard({ report, index: theirs, tenants: asked }, context),
  messages: written ? toMessageCard(written, 0) : progressCard,
  details: toDetailsCard(report, { index: theirs, tenants: asked }),
  ...Object.fromEntries(
    Object.entries({ ...PARITY_CARDS, ...WATCH_CARDS, ...OTHER_CARDS }).map(([name, build]) => [
      name.replace(/\W+/g, '-'),
      build(),
    ]),
  ),
  explain: toExplanationCard(explainText(text, guidance), true),
};
const discord = Object.entries(cards).map(([name, card]) => ({ name, message: renderDiscord(card) }));
const now = report.run.finishedAt;
const teams = Object.entries(cards).map(([name, card]) => ({ name, card: renderTeams(card, { now }).card }));
const html = renderHtml(report, { ...context, formatTime: HTML_OPTIONS.formatTime });
const galleries = (['dark', 'light'] as const).flatMap((scheme): Gallery[] =>
  [720, 320].flatMap((width) => {
    const view = `${scheme === 'dark' ? '' : '-light'}${width === 720 ? '' : `-${width}`}`;
    const common = { width, scheme, shots: view === '' ? ['report', 'fix'] : [] };
    return [
      { ...common, name: `discord${view}`, page: toDiscordPage(discord, scheme) },
      { ...common, name: `teams${view}`, page: toTeamsPage(teams, scheme) },
      { ...common, name: `html${view}`, page: html, shots: [] },
    ];
  }),
);
for (const file of await shoot(galleries, folder, CHROMIUM)) process.stdout.write(`${file}\n`);
