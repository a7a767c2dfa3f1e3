import { isLoopback } from '../../adapters/http/loopback.ts';
import { newWebhookSecret } from '../../adapters/webhooks/sign-webhook.ts';
import type { CommandAnswer } from '../../core/cards/command-answer.ts';
import { toNoticeCard } from '../../core/cards/plain-cards.ts';
import { problem } from '../../core/chat/calls/command.ts';
import { findRoute } from '../../core/chat/commands/routes/find-route.ts';
import { type Route, routeNameProblem, routePlace } from '../../core/watch/notifications/route.ts';
import { RouteBook } from '../../core/watch/notifications/route-book.ts';
import { type Credentials, withCredentials } from '../runtime/open-credentials.ts';
import { systemClock } from '../system-clock.ts';
import { localPerson } from '../terminal/local-person.ts';
import { printAnswer } from '../terminal/print-answer.ts';
import { readSecrets } from '../terminal/read-secrets.ts';
import type { HostCall } from './host-call.ts';

/** So long what is sent is signed with the secret before a rotation too. */
const OVERLAP_MS = 7 * 86_400_000;
const LONGEST_URL = 2000;

/** `samaritan routes add`: the address is asked for, or is the line of standard input. */
export async function runRouteAdd(call: HostCall<'routes add'>): Promise<CommandAnswer | number> {
  const { values, io } = call;
  return await withCredentials(call, async (credentials) => {
    const { storage, box } = credentials;
    const book = new RouteBook(storage.secrets, storage.settings);
    const name = values.name.trim().toLowerCase();
    const taken = (await book.list()).some((one) => one.name === name);
    const wrong = routeNameProblem(name) ?? (taken ? `There is a route ${name} already. Remove it first.` : undefined);
    if (wrong !== undefined) return problem(wrong);
    const [url = ''] = await readSecrets(['Address (not shown):'], io);
    const address = readAddress(url, values['private-host']);
    if (typeof address === 'string') return problem(address);
    const now = systemClock.now();
    const createdBy = localPerson().name;
    const route: Route = { name, kind: 'webhook', host: address.host, createdAt: now, createdBy };
    const secret = newWebhookSecret();
    const secrets = [{ value: secret, until: null }];
    await book.put(route, { url: address.url, mayBePrivate: address.mayBePrivate, secrets }, box);
    const all = { connections: [], causes: [], owners: [], minimumSeverity: 'notice' } as const;
    await storage.subscriptions.put({
      ...{ ...all, place: routePlace(name), workspace: null, quietHours: null, remindAfterMs: null },
      ...{ createdAt: now, createdBy, broken: null },
    });
    return await showSecret(call, credentials, { route, secret });
  });
}

/** `samaritan routes rotate`. */
export async function runRouteRotate(call: HostCall<'routes rotate'>): Promise<CommandAnswer | number> {
  return await withCredentials(call, async (credentials) => {
    const { storage, box } = credentials;
    const book = new RouteBook(storage.secrets, storage.settings);
    const route = await findRoute(book, call.values.name);
    if (typeof route === 'string') return problem(route);
    const sealed = await book.open(route.name, box);
    if (!sealed) return problem(`The address of ${route.name} is gone. Remove the route and add it again.`);
    const now = systemClock.now();
    const secret = newWebhookSecret();
    const before = sealed.secrets
      .filter(({ until }) => until === null || until > now)
      .map(({ value, until }) => ({ value, until: until ?? now + OVERLAP_MS }));
    await book.keepSealed(route.name, { ...sealed, secrets: [{ value: secret, until: null }, ...before] }, box, now);
    return await showSecret(call, credentials, { route, secret });
  });
}

/** The one time that a secret is printed: whoever receives the events needs it. */
async function showSecret(
  call: HostCall<'routes add' | 'routes rotate'>,
  credentials: Credentials,
  { route, secret }: { route: Route; secret: string },
): Promise<number> {
  const { name, host } = route;
  await credentials.record(name, null);
  const isNew = call.name === 'routes add';
  const title = isNew ? `The route ${name} to ${host} is added.` : `The route ${name} has a new secret.`;
  const more = isNew
    ? [
        `It is told of everything: alerts subscribe ${routePlace(name)} says of what. routes test ${name} sends an event.`,
      ]
    : ['For a week what is sent is signed with the secret before too.'];
  const card = toNoticeCard('good', isNew ? 'added' : 'rotated', title, more);
  const code = printAnswer({ card, json: { route, secret } }, call);
  if (!call.json) call.io.stdout.write(`\nThe secret by which the receiver verifies, shown once:\n${secret}\n`);
  return code;
}

/** The address with what it may do, or what is wrong with it. It may hold a secret, so no sentence says it again. */
function readAddress(
  typed: string,
  privateHost: string | undefined,
): { url: string; host: string; mayBePrivate: boolean } | string {
  if (typed === '') return 'No address was given. Pipe it in, or type it where it is asked for.';
  const url = URL.parse(typed);
  if (!url || typed.length > LONGEST_URL)
    return 'That is no address. Give one such as https://noc.example/hooks/samaritan.';
  if (url.username !== '' || url.password !== '')
    return 'An address with a user name or password is not taken. Every event is signed instead.';
  const host = url.hostname;
  const named = privateHost?.trim().toLowerCase();
  if (named !== undefined && named !== host)
    return `--private-host names another host than the address, which has ${host}.`;
  const mayBePrivate = named === host;
  if (url.protocol === 'https:' || (url.protocol === 'http:' && mayBePrivate && isLoopback(host)))
    return { url: url.href.replace(/#.*$/, ''), host, mayBePrivate };
  return 'Only https addresses are sent to; http only to this machine, where --private-host names it.';
}
