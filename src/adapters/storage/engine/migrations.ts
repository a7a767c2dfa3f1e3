import type { Migration } from 'kysely/migration';

/**
 * Every migration by name, in the order of the names, each loaded when it is carried out: most starts need none.
 * What was released is never changed: add the next one.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-runs': { up: async (db) => (await import('./migrations/0001-runs.ts')).createRunTables(db) },
  '0002-chat': { up: async (db) => (await import('./migrations/0002-chat.ts')).createChatTables(db) },
  '0003-watch': { up: async (db) => (await import('./migrations/0003-watch.ts')).createWatchTables(db) },
  '0004-state': { up: async (db) => (await import('./migrations/0004-state.ts')).keepState(db) },
  '0006-deliveries': { up: async (db) => (await import('./migrations/0006-deliveries.ts')).addDeliveryColumns(db) },
  '0007-connections': { up: async (db) => (await import('./migrations/0007-connections.ts')).addRenewals(db) },
  '0008-stored-connections': {
    up: async (db) => (await import('./migrations/0008-stored-connections.ts')).createConnectionTable(db),
  },
  '0009-audit': { up: async (db) => (await import('./migrations/0009-audit.ts')).chainAudit(db) },
  '0010-revisions': { up: async (db) => (await import('./migrations/0010-revisions.ts')).addRevisions(db) },
  '0011-workspaces': { up: async (db) => (await import('./migrations/0011-workspaces.ts')).addWorkspaces(db) },
  '0013-vaults': { up: async (db) => (await import('./migrations/0013-vaults.ts')).addVaults(db) },
  '0016-tags': { up: async (db) => (await import('./migrations/0016-tags.ts')).createTagTables(db) },
  '0017-escalation': { up: async (db) => (await import('./migrations/0017-escalation.ts')).addEscalation(db) },
  '0018-walks': { up: async (db) => (await import('./migrations/0018-walks.ts')).createWalkTable(db) },
  '0020-rights-by-tag': {
    up: async (db) => (await import('./migrations/0020-rights-by-tag.ts')).createTagGrants(db),
  },
  '0026-owed': { up: async (db) => (await import('./migrations/0026-owed.ts')).keepWhoAsked(db) },
  '0030-spread-runs': {
    up: async (db) => (await import('./migrations/0030-spread-runs.ts')).createBatchTables(db),
  },
  '0032-reports': { up: async (db) => (await import('./migrations/0032-reports.ts')).createReportTables(db) },
  '0040-place-address': {
    up: async (db) => (await import('./migrations/0040-place-address.ts')).addPlaceAddress(db),
  },
  '0043-tag-revisions': {
    up: async (db) => (await import('./migrations/0043-tag-revisions.ts')).createTagRevisions(db),
  },
  '0044-tenant-licences': {
    up: async (db) => (await import('./migrations/0044-tenant-licences.ts')).createTenantLicences(db),
  },
};
