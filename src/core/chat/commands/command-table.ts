import type { Command } from '../calls/command.ts';

/**
 * Every command that core answers, once, by its name and in the order in which they are shown. Each is loaded when it is
 * asked for: the terminal runs one of them and must not wait for the others.
 */
export const COMMAND_TABLE = {
  testtokens: async () => (await import('./diagnosis/testtokens.ts')).testtokens,
  check: async () => (await import('./diagnosis/check.ts')).check,
  permissions: async () => (await import('./diagnosis/permissions.ts')).permissions,
  explain: async () => (await import('./guidance/explain.ts')).explain,
  troubleshoot: async () => (await import('./guidance/troubleshoot.ts')).troubleshoot,
  status: async () => (await import('./diagnosis/status.ts')).status,
  history: async () => (await import('./diagnosis/history.ts')).history,
  renewtokens: async () => (await import('./renewtokens.ts')).renewtokens,
  'alerts subscribe': async () => (await import('./alerts/subscribe.ts')).alertsSubscribe,
  'alerts unsubscribe': async () => (await import('./alerts/unsubscribe.ts')).alertsUnsubscribe,
  'alerts list': async () => (await import('./alerts/list.ts')).alertsList,
  'alerts test': async () => (await import('./alerts/test.ts')).alertsTest,
  'schedule add': async () => (await import('./schedule/add.ts')).scheduleAdd,
  'schedule list': async () => (await import('./schedule/list.ts')).scheduleList,
  'schedule pause': async () => (await import('./schedule/pause.ts')).schedulePause,
  'schedule resume': async () => (await import('./schedule/resume.ts')).scheduleResume,
  'schedule remove': async () => (await import('./schedule/remove.ts')).scheduleRemove,
  'schedule run': async () => (await import('./schedule/run.ts')).scheduleRun,
  'accept add': async () => (await import('./accept/add.ts')).acceptAdd,
  'accept list': async () => (await import('./accept/list.ts')).acceptList,
  'accept remove': async () => (await import('./accept/remove.ts')).acceptRemove,
  'maintenance add': async () => (await import('./maintenance/add.ts')).maintenanceAdd,
  'maintenance list': async () => (await import('./maintenance/list.ts')).maintenanceList,
  'maintenance remove': async () => (await import('./maintenance/remove.ts')).maintenanceRemove,
  'access grant': async () => (await import('./access/grant.ts')).accessGrant,
  'access revoke': async () => (await import('./access/revoke.ts')).accessRevoke,
  'access list': async () => (await import('./access/list.ts')).accessList,
  'access channel': async () => (await import('./access/channel.ts')).accessChannel,
  audit: async () => (await import('./access/audit.ts')).auditCommand,
  'tag add': async () => (await import('./tag/add.ts')).tagAdd,
  'tag remove': async () => (await import('./tag/remove.ts')).tagRemove,
  'tag list': async () => (await import('./tag/list.ts')).tagList,
  'tag rule': async () => (await import('./tag/rule.ts')).tagRule,
  'tag import': async () => (await import('./tag/import.ts')).tagImport,
  'tag export': async () => (await import('./tag/export.ts')).tagExport,
  help: async () => (await import('./guidance/help.ts')).help,
} satisfies Readonly<Record<string, () => Promise<Command>>>;
