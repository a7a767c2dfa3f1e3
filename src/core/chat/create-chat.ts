import type { Card } from '../cards/card.ts';
import { toFaultCard, toLimitCard, toNoticeCard, toProblemCard, toRefusalCard } from '../cards/plain-cards.ts';
import { chooseConnection, mayUse } from '../credentials/connection-book.ts';
import { cutReport } from '../diagnosis/report/complete-report.ts';
import { toReportCard } from '../diagnosis/report/report-card.ts';
import { createFaultReferences } from '../diagnosis/sweep/internal-faults.ts';
import { warnOf } from '../guidance/explain/explanation-view.ts';
import { type Place, placeKey, vouchesForRoles, workspaceKey } from '../model/people/person.ts';
import { mayRun, type Role } from '../model/people/role.ts';
import { covers } from '../model/people/tag-reach.ts';
import { toKeptText } from '../model/text/cut-secrets.ts';
import { toSafeText } from '../model/text/format.ts';
import { NotNow } from '../model/text/not-now.ts';
import type { AuditEntry } from './access/audit-log.ts';
import { SlidingLimit } from './access/rate-limit.ts';
import type { Chat } from './calls/chat.ts';
import { type ChatParts, cardContext } from './calls/chat-parts.ts';
import type { Call, ChatRequest, Plan, Reply } from './calls/chat-request.ts';
import type { Command } from './calls/command.ts';
import { askAgain, keepPrivate, watchReply } from './calls/guard-reply.ts';
import type { OwedAnswers } from './calls/mark-interrupted.ts';
import type { KeptCall, RunMessage } from './calls/message-store.ts';
import { createOpenQuestions } from './calls/open-questions.ts';
import { partsFor } from './calls/parts-for.ts';
import { findTask, type Task } from './find-task.ts';
import { suggestValues } from './suggest.ts';

const MINUTE_MS = 60_000;

/** Samaritan in chat: authorizes every call, answers it, and writes down what ran and what was refused. */
export function createChat(parts: ChatParts, all: readonly Command[]): Chat & OwedAnswers {
  const commands = all.filter((command) => command.surfaces.includes('chat'));
  const { gate, clock, audit } = parts;
  const limit = new SlidingLimit(parts.commandsPerMinute, MINUTE_MS, clock);
  const toReference = createFaultReferences(parts.reportInternal);
  const questions = createOpenQuestions(clock);

  const taskOf = (request: ChatRequest, call: Call): Task =>
    findTask(call, commands, questions, (connection) => {
      const here = parts.connections.filter(({ name }) => mayUse(parts.connections, name, workspaceKey(request.place)));
      const chosen = chooseConnection(here, typeof connection === 'string' ? connection : undefined);
      return 'kind' in chosen && chosen.kind === 'app-only';
    });

  const plan = (request: ChatRequest, call: Call): Plan => {
    const task = taskOf(request, call);
    if (!task.ok && !task.form) return { kind: 'answer', effect: 'new', audience: 'private' };
    const allowed = mayRun(gate.knownRole(request.person), task.role) && !isBarred(request.place, task);
    if (allowed && task.form) return { kind: 'form', form: task.form };
    const open = allowed && task.audience === 'results' && gate.knownPublic(request.place);
    return { kind: 'answer', effect: task.effect, audience: open && task.effect !== 'open' ? 'public' : 'private' };
  };

  const write = (
    request: ChatRequest,
    task: { name: string; target: string | null },
    { fold, ...end }: AuditEnd & { fold?: string | undefined },
  ): Promise<void> => {
    const entry = {
      at: clock.now(),
      platform: request.person.platform,
      personId: request.person.id,
      personName: toSafeText(request.person.name, { maxLength: 80 }),
      place: placeKey(request.place),
      action: task.name,
      target: task.target === null ? null : toAuditTarget(task.target),
      ...end,
    };
    return audit.record(entry, { fold });
  };

  const refresh = async (): Promise<void> => {
    await Promise.all([gate.refresh(), parts.reloadConnections?.()]);
  };

  const run = async (request: ChatRequest, call: Call, given: Reply): Promise<void> => {
    const task = taskOf(request, call);
    const taken = await keepTaken(request, task, given);
    if (taken === 'dropped') return;
    const reply = watchReply(task.audience === 'private' ? keepPrivate(given) : given);
    try {
      await refresh();
      const role = gate.knownRole(request.person);
      const refusal = refuse(request, task, role, given);
      if (refusal) {
        // What anybody can cause as often as they like must not bury the rest.
        const stranger = role === 'anyone' ? task.name : undefined;
        const fold = refusal.reason === TOO_MANY ? TOO_MANY : stranger;
        await write(request, task, { outcome: 'refused', reason: refusal.reason, fold });
        const unanswered = refusal.reason === TOO_MANY ? 'limited' : 'refused';
        return await reply.showPrivately(refusal.card, { final: true, unanswered });
      }
      const warning = task.secrets.length === 0 ? [] : [warnOf(task.secrets)];
      if (!task.ok)
        return await reply.showPrivately(toProblemCard([...task.problems, ...warning]), {
          final: true,
          unanswered: 'invalid',
        });
      await write(request, task, { outcome: 'allowed', reason: null });
      const reach = gate.knownReach(request.person, task.role);
      const here = await partsFor(parts, request, { reach, offline: task.offline });
      const instead = async (): Promise<(() => Promise<Card>) | undefined> => {
        await refresh();
        const narrower = covers(gate.knownReach(request.person, task.role), reach) ? undefined : NARROWER;
        const gone = here.isStale() ? GONE : undefined;
        const stale = judge(request, task, gate.knownRole(request.person), given) ?? narrower ?? gone;
        if (!stale) return undefined;
        return () => withhold(request, task, stale);
      };
      await task.run({ parts: here.parts, request, role, reply: askAgain(reply, instead), ...(taken && { taken }) });
      if (warning.length > 0)
        await reply.showPrivately(toNoticeCard('warn', 'secret cut', CUT, warning), { final: true });
    } catch (error) {
      const { card, reason } = toEnd(error);
      // What is shown already must not go on saying that something runs.
      const show = reply.hasShown() ? reply.show : reply.showPrivately;
      await show(card, { final: true, unanswered: 'failed' });
      await write(request, task, { outcome: 'failed', reason }).catch(() => {});
    } finally {
      if (taken) await parts.messages.forget(taken.runId, taken.address).catch(toReference);
    }
  };

  const toEnd = (error: unknown): Refusal => {
    if (error instanceof NotNow)
      return { card: toNoticeCard('warn', 'not now', error.message), reason: 'too much at once' };
    const reference = toReference(error);
    return { card: toFaultCard(reference, error), reason: `reference ${reference}` };
  };

  /** Keeps a call before its sender is told that it was taken, so that a process that is killed owes nobody a word. */
  const keepTaken = async (
    { person }: ChatRequest,
    { name }: Task,
    { taken }: Reply,
  ): Promise<KeptCall | 'dropped' | undefined> => {
    if (!taken) return undefined;
    const call: KeptCall = { runId: `call ${taken.id}`, address: taken.address };
    const title = name.startsWith('button') ? 'What was pressed' : name.replace(/^command /, '');
    const message = { ...call, platform: person.platform, asked: null, again: '', title, startedAt: clock.now() };
    const keeping = parts.messages.keep(message).catch(toReference);
    if (await taken.kept(keeping)) return call;
    await keeping;
    await parts.messages.forget(call.runId, call.address).catch(toReference);
    return 'dropped';
  };

  /** What would be an answer, if it might still be seen. */
  const withhold = async (request: ChatRequest, task: Task, { card, reason }: Refusal): Promise<Card> => {
    await write(request, task, { outcome: 'refused', reason: `${reason}, when it was to be shown` });
    return card === NOT_PUBLIC || card === NOT_HERE ? card : NOT_YOURS;
  };

  const owed = async ({ runId, again, asked }: RunMessage): Promise<Card | undefined> => {
    const ended = await parts.reports.read(runId);
    if (!ended || !asked) return undefined;
    await refresh();
    const task = findTask({ kind: 'action', id: again, inputs: {} }, commands, questions);
    const stale = judge(asked, task, gate.knownRole(asked.person), asked);
    if (stale) return await withhold(asked, task, stale);
    const { parts: here } = await partsFor(parts, asked, { reach: gate.knownReach(asked.person, task.role) });
    const kept = await here.reports.read(runId);
    if (!kept) return await withhold(asked, task, GONE);
    const isOver = ended.waitingUntil !== undefined && !parts.desk.followAgain?.(ended);
    // Nobody waits for the rest any more.
    if (isOver) await parts.reports.keep(cutReport(ended));
    const report = isOver ? cutReport(kept) : kept;
    return toReportCard(report, cardContext(here, report.run.connection));
  };

  const refuse = (request: ChatRequest, task: Task, role: Role, reply: Reply): Refusal | undefined => {
    const room = limit.take(`${request.person.platform}:${request.person.id}`);
    if (!room.ok) {
      const most = `You may run ${parts.commandsPerMinute} commands a minute.`;
      return { card: toLimitCard(most, room.retryAfterMs), reason: TOO_MANY };
    }
    return judge(request, task, role, reply);
  };

  const judge = (request: ChatRequest, task: Task, role: Role, reply: Pick<Reply, 'audience'>): Refusal | undefined => {
    if (!mayRun(role, task.role)) {
      return { card: toRefusalCard(task.role, role), reason: `wants ${task.role}, has ${role}` };
    }
    const reach = gate.knownReach(request.person, task.role);
    if (task.wholeFleet && reach !== 'all') {
      return {
        card: toPartCard(task.role, reach),
        reason: `is for every tenant, has ${task.role} for ${reach.join(', ')}`,
      };
    }
    if (isBarred(request.place, task)) return { card: IN_DIRECT_MESSAGES, reason: 'in a direct message' };
    const unbound = task.audience === 'results' && reply.audience === 'public' && !gate.knownPublic(request.place);
    return unbound ? { card: NOT_PUBLIC, reason: 'the channel is not bound any more' } : undefined;
  };

  return {
    plan,
    run,
    owed,
    rest: ({ runId }) => parts.desk.restOf?.(runId),
    suggest: async (request, command, argument, typed) => {
      try {
        await refresh();
        const asked = commands.find(({ name }) => name === command);
        const role = isBarred(request.place, asked ?? {}) ? 'anyone' : gate.knownRole(request.person);
        const reach = gate.knownReach(request.person, asked?.role ?? 'admin');
        const here = await partsFor(parts, request, { reach, offline: asked?.offline });
        return await suggestValues(here.parts, role, { command, argument, typed });
      } catch (error) {
        toReference(error);
        return [];
      }
    },
  };
}

const TOO_MANY = 'too many commands';

type AuditEnd = Pick<AuditEntry, 'outcome' | 'reason'>;

interface Refusal {
  card: Card;
  reason: string;
}

function isBarred(place: Place, { inDirectMessages }: { inDirectMessages?: boolean }): boolean {
  return !vouchesForRoles(place) && !inDirectMessages;
}

/** What was typed as a tenant or pressed may be a secret pasted by mistake. */
function toAuditTarget(target: string): string {
  return toKeptText(target, { maxLength: 200 });
}

const CUT = 'A secret was cut from what you typed.';

const IN_DIRECT_MESSAGES = toNoticeCard(
  'warn',
  'refused',
  'In direct messages only explain, troubleshoot and help are answered.',
  ['Ask in a channel of the server.'],
);

function toPartCard(role: Role, tags: readonly string[]): Card {
  return toNoticeCard('warn', 'refused', 'This concerns every tenant.', [
    `Your role ${role} is for the tenants tagged ${tags.join(', ')}. Ask an administrator of the whole.`,
  ]);
}

const NOT_YOURS = toNoticeCard(
  'warn',
  'refused',
  'The role that this needs was taken away meanwhile, so what came of it is not shown.',
  ['A run is kept for whoever may see it. An administrator can give the role again with access grant.'],
);

const NARROWER: Refusal = { card: NOT_YOURS, reason: 'the role is for fewer tenants' };

const NOT_HERE = toNoticeCard(
  'warn',
  'refused',
  'What this was about was taken away from here meanwhile, so what came of it is not shown.',
  ['Whoever runs Samaritan decides that on the terminal.'],
);

const GONE: Refusal = { card: NOT_HERE, reason: 'the connection is not allowed here any more' };

const NOT_PUBLIC = toNoticeCard('warn', 'refused', 'Results are not shown to everybody in this channel any more.', [
  'Run the command again: the answer will be for you alone. An administrator can change that with access channel.',
]);
