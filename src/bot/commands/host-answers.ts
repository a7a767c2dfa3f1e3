import type { CommandAnswer } from '../../core/cards/plain-cards.ts';
import type { HostCommandName } from '../../core/chat/commands/host-commands.ts';
import type { FollowUp, HostCall } from './host-call.ts';

type AnswerHost<Name extends HostCommandName> = (call: HostCall<Name>) => Promise<CommandAnswer | FollowUp | number>;

/** What answers each command about the machine itself, or prints by itself and gives its exit code. Loaded when it is asked for. */
export const HOST_ANSWERS: { readonly [Name in HostCommandName]: () => Promise<AnswerHost<Name>> } = {
  start: async () => (await import('./start.ts')).runStart,
  worker: async () => (await import('./worker.ts')).runWorker,
  mcp: async () => (await import('./mcp.ts')).runMcp,
  'discord deploy': async () => (await import('./discord.ts')).answerDiscord('deploy'),
  'discord diff': async () => (await import('./discord.ts')).answerDiscord('diff'),
  'discord list': async () => (await import('./discord.ts')).answerDiscord('list'),
  'discord remove': async () => (await import('./discord.ts')).answerDiscord('remove'),
  'connections add': async () => (await import('./connections/add.ts')).runAdd,
  'connections import': async () => (await import('./connections/add.ts')).runImport,
  'connections rename': async () => (await import('./connections/change.ts')).runRename,
  'connections remove': async () => (await import('./connections/change.ts')).runRemove,
  'connections allow': async () => (await import('./connections/allow.ts')).runAllow,
  'connections deny': async () => (await import('./connections/allow.ts')).runDeny,
  'connections renew': async () => (await import('./connections/renew.ts')).runRenew,
  'connections restore': async () => (await import('./connections/restore.ts')).runRestore,
  'connections rotate-secret': async () => (await import('./connections/rotate-secret.ts')).runRotateSecret,
  'connections restart-cipp': async () => (await import('./connections/restart-cipp.ts')).runRestartCipp,
  setup: async () => (await import('./setup/setup.ts')).runSetup,
  'routes add': async () => (await import('./routes/add.ts')).runRouteAdd,
  'routes rotate': async () => (await import('./routes/rotate.ts')).runRouteRotate,
  'keys rotate': async () => (await import('./keys.ts')).runRotate,
  'database copy': async () => (await import('./database-copy.ts')).runDatabaseCopy,
  doctor: async () => (await import('./doctor.ts')).runDoctor,
  completion: async () => (await import('./completion.ts')).runCompletion,
  version: async () => (await import('./version.ts')).runVersion,
};
