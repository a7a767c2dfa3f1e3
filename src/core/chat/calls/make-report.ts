import type { Person, Place } from '../../model/people/person.ts';
import type { ReportMaker } from '../../watch/notifications/deliver-entry.ts';
import { toPeriodCard } from '../../watch/reports/period-card.ts';
import type { StandingReportStore } from '../../watch/reports/standing-report.ts';
import type { ChatParts } from './chat-parts.ts';
import { encodeCommand } from './command-button.ts';
import { partsFor } from './parts-for.ts';
import { readPeriod } from './read-period.ts';

/** The platform's own roles of a person, asked now; null for whoever is not in that workspace any more. */
export type ReadRoles = (person: Person, place: Place) => Promise<readonly string[] | null>;

/**
 * Makes standing reports with the rights that whoever set them up has at this moment, in the place where that was: an
 * administrator's, for all tenants or those of tags.
 */
export function createReportMaker(
  parts: ChatParts,
  store: Pick<StandingReportStore, 'list'>,
  readRoles: ReadRoles,
): ReportMaker {
  return async ({ report: name, from, to, dueAt }) => {
    const standing = (await store.list()).find((one) => one.name === name);
    if (!standing) return null;
    const { place } = standing.asker;
    const roles = await readRoles(standing.asker.person, place);
    if (roles === null) return { problem: 'Whoever set it up is not there any more.' };
    const person = { ...standing.asker.person, roles };
    await parts.reloadConnections?.();
    await parts.gate.refresh();
    const reach = parts.gate.knownReach(person, 'admin');
    if (reach !== 'all' && reach.length === 0)
      return { problem: 'Whoever set it up is no administrator of Samaritan any more.' };
    // Whoever runs this machine sees every connection, wherever news of them goes.
    const own = place.platform === 'terminal' ? parts : (await partsFor(parts, { person, place }, { reach })).parts;
    const report = await readPeriod(own, standing, { from, to });
    if ('problem' in report) return report;
    const again = encodeCommand({ name: 'reports show', values: { name } });
    const files = (await own.past?.renderPeriod(report, name)) ?? [];
    return {
      card: toPeriodCard(report, { name, lateMs: parts.clock.now() - dueAt }),
      files: files.map((file) => ({ ...file, ...(again !== undefined && { again }) })),
    };
  };
}
