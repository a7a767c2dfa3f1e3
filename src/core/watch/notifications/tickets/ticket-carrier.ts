import { toCardHtml } from '../../../cards/card-html.ts';
import { toCardText } from '../../../cards/card-text.ts';
import { plain } from '../../../cards/inline.ts';
import { CONNECTION_ITSELF } from '../../../model/cloud/connection.ts';
import { toSafeText } from '../../../model/text/format.ts';
import type { RouteCarrier, RouteTelling } from '../event-sink.ts';
import { isEndOnly, type RouteEvent } from '../route-event.ts';
import type { ClientBook } from './client-book.ts';
import type { OpenDesk, TicketDesk, TicketText } from './ticket-desk.ts';
import { parseTicketRefs } from './ticket-refs.ts';

type Incident = RouteEvent['data']['incidents'][number];

/** The shortest title that any of the systems takes. */
const MOST_TITLE = 100;
const MARK = '[samaritan ';

/**
 * One incident is one ticket: opened, told of what changes, and closed once it is mended, unless somebody else wrote there.
 * Before anything is written it is searched for, so that a repetition after a kill finds what the first try left.
 */
export function createTicketCarrier(openDesk: OpenDesk, book: ClientBook): RouteCarrier {
  return async (telling, sealed) => {
    const { type, data } = telling.event;
    if (type === 'notice' || isEndOnly(telling.event)) return undefined;
    const job: Job = { telling, desk: openDesk(sealed), book, ownClient: sealed.fields?.client ?? '' };
    if (data.incidents.length === 0) {
      const ref = await openOnce(job, `samaritan:${telling.id}`, telling.id, job.ownClient, []);
      if (type === 'test') await job.desk.close(ref);
      return undefined;
    }
    const refs = { ...parseTicketRefs(telling.thread?.address) };
    for (const incident of data.incidents) {
      const ref = await tellTicket(job, incident, refs[incident.id]);
      if (ref !== undefined) refs[incident.id] = ref;
    }
    return JSON.stringify(refs);
  };
}

interface Job {
  telling: RouteTelling;
  desk: TicketDesk;
  book: ClientBook;
  ownClient: string;
}

/** The ticket that the incident has now; undefined where it needs none. */
async function tellTicket(job: Job, incident: Incident, known: string | undefined): Promise<string | undefined> {
  const { telling, desk } = job;
  const { type } = telling.event;
  const key = `samaritan:${telling.thread?.id ?? telling.id}:${incident.id}`;
  const ticket = known === undefined ? await desk.find(key, incident.id) : await desk.read(known);
  if (!ticket) return incident.state === 'closed' ? known : await openFor(job, incident, key, []);
  const { ref, isOpen } = ticket;
  if (type === 'incident.opened') return ref;
  if (!isOpen) {
    // Whoever closed it has said enough, until it is news again: a ticket of theirs is not opened anew.
    if (type !== 'incident.reminder') return ref;
    return await openFor(job, incident, `${key}:${telling.id}`, [`It goes on from ticket ${ref}, which was closed.`]);
  }
  const notes = await desk.notes(ref);
  const own = notes.filter((note) => note.includes(MARK));
  const isOurs = own.length === notes.length;
  const ends = type === 'incident.resolved' && incident.state === 'closed';
  const isTold = own.some((note) => note.includes(telling.id));
  const isSame = type === 'incident.updated' && own.at(-1)?.includes(stateOf(incident)) === true;
  const left = ends && !isOurs ? ['Others wrote here, so that closing it is left to them.'] : [];
  if (!isTold && !isSame) await desk.note(ref, toText(telling, incident, left));
  if (ends && isOurs) await desk.close(ref);
  return ref;
}

async function openFor(job: Job, incident: Incident, key: string, also: readonly string[]): Promise<string> {
  const { client, problem } = await clientOf(job, incident);
  return await openOnce(job, key, incident.id, client, problem === undefined ? also : [...also, problem], incident);
}

async function openOnce(
  { telling, desk }: Job,
  key: string,
  reference: string,
  client: string,
  also: readonly string[],
  incident?: Incident,
): Promise<string> {
  const found = await desk.find(key, reference);
  return found?.ref ?? (await desk.open(key, client, toText(telling, incident, also)));
}

/** The client whose tenant fails. What concerns several, or us, is a ticket of ours. */
async function clientOf(
  { telling: { route }, desk, book, ownClient }: Job,
  { tenants, tenantCount, partnerLevel }: Incident,
): Promise<{ client: string; problem?: string }> {
  const [tenant] = tenants;
  if (partnerLevel || tenantCount !== 1 || !tenant) return { client: ownClient };
  const mapped = (await book.list(route))[tenant.id];
  if (mapped) return { client: mapped.client };
  const names = [tenant.name, ...(tenant.domain === null ? [] : [tenant.domain])];
  const [only, ...others] = await desk.clients(names);
  if (only && others.length === 0) {
    await book.put(route, { [tenant.id]: { client: only.id, by: 'name' } });
    return { client: only.id };
  }
  const why = only ? 'several clients are called so' : 'no client is called so';
  const problem = `This ticket is on your own client, since ${why}. routes map ${route} ${tenant.domain ?? tenant.id} CLIENT says once whose it is.`;
  return { client: ownClient, problem };
}

/** What was told last stands at the end, so that a note is neither written twice nor without news. */
function toText(
  { id, card, event }: RouteTelling,
  incident: Incident | undefined,
  also: readonly string[],
): TicketText {
  const blocks = [...card.blocks, ...also.map((text) => ({ kind: 'text', line: plain(text) }) as const)];
  const mark = `${MARK}${id} ${incident ? stateOf(incident) : ''}]`;
  const title = incident ? `[${incident.id}] ${incident.cause.title} · ${extentOf(incident)}` : event.data.summary;
  return {
    title: toSafeText(title, { maxLength: MOST_TITLE }),
    text: `${toCardText({ ...card, blocks })}\n\n${mark}`,
    html: `${toCardHtml({ ...card, blocks })}\n<p><small>${mark}</small></p>`,
  };
}

function extentOf({ tenants: [first], tenantCount, partnerLevel }: Incident): string {
  if (partnerLevel || !first) return CONNECTION_ITSELF;
  return tenantCount > 1 ? `${tenantCount} tenants` : first.name;
}

/** What is worth a note where it changes, in a few letters. */
function stateOf({ state, severity, acknowledgedBy, tenantCount }: Incident): string {
  return [state, severity, tenantCount, acknowledgedBy === null ? 'new' : 'acknowledged'].join('/');
}
