import type { Person, Place } from '../../model/people/person.ts';
import { covers } from '../../model/people/tag-reach.ts';
import { describeTagChoice } from '../../model/tenants/tag.ts';
import type { ReportMaker } from '../../watch/notifications/deliver-entry.ts';
import { routeOfPlace } from '../../watch/notifications/route.ts';
import { toPeriodCard } from '../../watch/reports/period-card.ts';
import type { StandingReport, StandingReportStore } from '../../watch/reports/standing-report.ts';
import type { ChatParts } from './chat-parts.ts';
import { encodeCommand } from './command-button.ts';
import { partsFor } from './parts-for.ts';
import { readPeriod } from './read-period.ts';

/** The platform's own roles of a person, asked now; null for whoever is not in that workspace any more. */
export type ReadRoles = (person: Person, place: Place) => Promise<readonly string[] | null>;

/**
 * Makes standing reports with the rights that whoever set them up has at this moment, in the place where that was: an
 * administrator's, for all tenants or those of tags. About whom it is stays as it was set up: more rights add nobody, and
 * with fewer it is not made at all, since less would read like the whole.
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
    const lost = reach === 'all' ? undefined : findLost(standing, reach);
    if (lost !== undefined) return { problem: lost };
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

/** Why a report is beyond who has the role for the tenants of these tags. One tenant is looked up when it is read. */
function findLost({ tenantId, tagged, place }: StandingReport, reach: readonly string[]): string | undefined {
  const now = `whoever set it up is administrator of those tagged ${reach.join(', ')} alone now`;
  if (routeOfPlace(place) !== undefined) return `It goes to a route, which is for who sees every tenant, and ${now}.`;
  if (tenantId !== null) return undefined;
  if (!tagged || tagged.tags.length === 0) return `It is about every tenant, and ${now}.`;
  if (covers(reach, [...tagged.tags, ...tagged.withoutTags])) return undefined;
  return `It is about the tenants tagged ${describeTagChoice(tagged)}, and ${now}.`;
}
