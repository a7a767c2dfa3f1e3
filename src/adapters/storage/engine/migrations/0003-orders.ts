import { type Kysely, sql } from 'kysely';

/** Part of the migration `0003-watch`: what people ordered, and what Teams needs across restarts. */
export async function createOrderTables(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...ORDERS, ...TEAMS]) await statement.execute(db);
}

const ORDERS = [
  sql`
    create table schedules (
      id text primary key,
      name text not null,
      connection text not null,
      cron text not null,
      time_zone text not null,
      only text,
      tenants text not null check (json_valid(tenants)),
      offset_ms integer not null,
      jitter_ms integer not null,
      paused integer not null check (paused in (0, 1)),
      active_since integer not null
    ) strict, without rowid`,
  sql`
    create table schedule_states (
      schedule_id text primary key references schedules (id) on delete cascade,
      handled_until integer not null,
      running_due_at integer,
      running_started_at integer,
      last_started_at integer,
      check ((running_due_at is null) = (running_started_at is null))
    ) strict, without rowid`,
  // An empty check stands for every check of the tenant.
  sql`
    create table accepted_failures (
      connection text not null,
      tenant_id text not null,
      check_id text not null,
      reason text not null,
      accepted_at integer not null,
      accepted_by text not null,
      until_at integer,
      primary key (connection, tenant_id, check_id)
    ) strict, without rowid`,
  sql`
    create table maintenance_windows (
      id text primary key,
      connection text not null,
      tenant_id text,
      from_at integer not null,
      to_at integer not null,
      reason text not null,
      created_by text not null
    ) strict, without rowid`,
  sql`create index maintenance_windows_by_end on maintenance_windows (connection, to_at)`,
];

const TEAMS = [
  sql`create table received_activities (key text primary key, keep_until integer not null) strict, without rowid`,
  sql`create index received_activities_by_time on received_activities (keep_until)`,
  sql`
    create table conversations (
      conversation_id text primary key,
      team_id text,
      person_id text,
      reference text not null,
      kept integer not null,
      welcomed integer not null default 0 check (welcomed in (0, 1))
    ) strict, without rowid`,
  sql`create unique index conversations_by_age on conversations (kept)`,
  sql`create index conversations_by_person on conversations (person_id, kept) where person_id is not null`,
  sql`create index conversations_by_team on conversations (team_id) where team_id is not null`,
];
