import type { Block, Card, Section } from '../../../cards/card.ts';
import { type Line, line, markTime, plain, splitTimes, time } from '../../../cards/inline.ts';
import { toNoticeCard } from '../../../cards/plain-cards.ts';
import { chooseConnection } from '../../../credentials/connection-book.ts';
import type { ShownConnection } from '../../../credentials/connection-reader.ts';
import { describeInterrupted } from '../../../credentials/renewal-words.ts';
import { text } from '../../calls/arguments.ts';
import { defineCommand, problem } from '../../calls/command.ts';

const name = text('name', 'connection', 'The connection; not needed where there is only one.', {
  positional: true,
  maximumLength: 60,
  suggest: 'connection',
});

/** The sets of credentials that may be used here, without their secrets. */
export const connectionsList = defineCommand({
  name: 'connections list',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show the sets of credentials, without their secrets, and how old their tokens are.',
  arguments: [],
  needsKey: true,
  rare: true,
  audience: 'private',
  answer: async ({ parts: { credentials } }) => {
    const [shown, interrupted] = await Promise.all([credentials.list(), credentials.interrupted()]);
    const notes = interrupted.map((entry) => describeInterrupted(entry, markTime));
    const json = interrupted.map((entry) => describeInterrupted(entry, (at) => new Date(at).toISOString()));
    return { card: toCard(shown, notes.map(splitTimes)), json: { connections: shown, interrupted: json } };
  },
});

export const connectionsShow = defineCommand({
  name: 'connections show',
  role: 'admin',
  wholeFleet: true,
  summary: 'Show one set of credentials, without its secrets.',
  arguments: [name],
  examples: ['connections show default'],
  needsKey: true,
  rare: true,
  audience: 'private',
  target: ({ name }) => name ?? null,
  answer: async ({ parts: { credentials, connections } }, values) => {
    const all = await credentials.list();
    const wanted = values.name?.trim().toLowerCase();
    // What was added and can't be used is shown all the same.
    let shown = all.find((one) => one.name === wanted);
    if (!shown) {
      const entry = chooseConnection(connections, values.name);
      if ('problem' in entry) return problem(entry.problem);
      shown = all.find((one) => one.name === entry.name);
    }
    const found = shown ? [shown] : [];
    return { card: toCard(found, []), json: { connections: found, interrupted: [] } };
  },
});

/** Whether Microsoft gives a token for it, with the newest refresh token that is known. */
export const connectionsTest = defineCommand({
  name: 'connections test',
  role: 'admin',
  wholeFleet: true,
  summary: 'Ask Microsoft for a token with a set of credentials, and nothing else.',
  arguments: [name],
  examples: ['connections test acme'],
  asksMicrosoft: true,
  needsKey: true,
  rare: true,
  audience: 'private',
  target: ({ name }) => name ?? null,
  answer: async ({ parts: { credentials, connections } }, values) => {
    const entry = chooseConnection(connections, values.name);
    if ('problem' in entry) return problem(entry.problem);
    const reason = await credentials.prove(entry.name);
    const works = reason === undefined;
    const title = works
      ? `The connection ${entry.name} works: Microsoft gives a token.`
      : `The connection ${entry.name} does not work.`;
    const card = toNoticeCard(works ? 'good' : 'bad', works ? 'works' : 'refused', title, works ? [] : [reason]);
    return { card, json: { connection: entry.name, works, reason: reason ?? null }, findings: !works };
  },
});

function toCard(shown: readonly ShownConnection[], notes: readonly Line[]): Card {
  const title =
    shown.length === 0 ? 'There is no connection.' : `Connections: ${shown.map((one) => one.name).join(', ')}`;
  const blocks: Block[] = shown.map((one) => ({ kind: 'section', section: toSection(one) }));
  const told: Block[] = notes.map((line) => ({ kind: 'text', line }));
  return {
    tone: shown.some((one) => one.problem !== null) ? 'bad' : 'neutral',
    status: 'connections',
    title: plain(title),
    blocks: [...blocks, ...told],
    actions: [],
    summary: title,
  };
}

function toSection(shown: ShownConnection): Section {
  const {
    name,
    kind,
    home,
    homeLabel,
    notes,
    cloud,
    applicationId,
    tenant,
    problem,
    previousKept,
    workspaces,
    certificate,
    identity,
  } = shown;
  const lines: Line[] = [
    plain(`Kind ${kind}, cloud ${cloud ?? 'not known'}, secrets in the ${homeLabel ?? home}`),
    plain(`App ${applicationId ?? 'not known'}, tenant ${tenant || 'not known'}`),
    ...(problem === null ? [] : [plain(problem)]),
    ...notes.map((note) => plain(note)),
    ...(certificate
      ? [
          line(
            `Signs in with a certificate, thumbprint ${certificate.thumbprint}, which ends `,
            time(certificate.endsAt),
          ),
        ]
      : []),
    ...(identity === null ? [] : [plain(`Signs in with the managed identity ${identity}, without any secret`)]),
    ...(shown.token ? [tokenLine(shown.token)] : []),
    plain(
      `In chat ${workspaces === null ? 'everywhere' : workspaces.length > 0 ? `in ${workspaces.join(', ')}` : 'nowhere'}`,
    ),
    ...(previousKept ? [plain('The token before the last renewal is kept: connections restore puts it back.')] : []),
  ];
  const tone = problem === null ? 'neutral' : 'bad';
  return { tone, status: problem === null ? kind : 'not usable', title: plain(name), lines, actions: [] };
}

function tokenLine({ born, bornAt, renewedAt, account }: NonNullable<ShownConnection['token']>): Line {
  if (renewedAt === null) return plain('Refresh token as configured; its age is not known');
  const of = account === null ? '' : ` of ${account}`;
  const birth = bornAt === null ? [] : [', signed in for ', time(bornAt)];
  const mark = born === 'device-code' ? [' with a device code: tenants that block those can refuse it'] : [];
  return line(`Refresh token${of}, renewed `, time(renewedAt), ...birth, ...mark);
}
