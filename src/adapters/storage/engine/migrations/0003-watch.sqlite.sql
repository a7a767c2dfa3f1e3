-- What the watch keeps: incidents, what is told of them and to whom, schedules, accepted failures; and what Teams needs.

create table watch_state (
  id integer primary key check (id = 1),
  revision integer not null,
  next_number integer not null,
  given_up integer not null
) strict;
insert into watch_state values (1, 0, 0, 0);

create table watch_runs (
  run_id text primary key,
  connection text not null,
  at integer not null
) strict, without rowid;
create index watch_runs_by_time on watch_runs (at);

create table watch_connections (
  connection text primary key,
  shared_causes text not null check (json_valid(shared_causes)),
  list_read_at integer
) strict, without rowid;

create table watched_tenants (
  connection text not null,
  tenant_id text not null,
  display_name text,
  default_domain_name text,
  missing integer not null,
  missing_at integer,
  gone_at integer,
  primary key (connection, tenant_id)
) strict, without rowid;
create index watched_tenants_listed on watched_tenants (connection) where gone_at is null;

create table tracks (
  connection text not null,
  subject text not null,
  cause text not null,
  display_name text,
  default_domain_name text,
  checks text not null check (json_valid(checks)),
  first_failed_at integer not null,
  passing_since integer,
  incident text,
  primary key (connection, subject, cause)
) strict, without rowid;

create table rechecks (
  connection text primary key,
  targets text not null check (json_valid(targets)),
  partner_tenant_id text not null,
  not_before integer not null
) strict, without rowid;

-- Ids grow in the order of the numbers that references are made from, which can't be read from a reference.
create table incidents (
  id integer primary key autoincrement,
  reference text not null unique,
  key text not null,
  group_id text not null,
  connection text not null,
  cause text not null,
  owner text not null,
  severity text not null,
  first_failed_at integer not null,
  opened_at integer not null,
  partner_level integer not null check (partner_level in (0, 1)),
  members integer not null,
  ever_members integer not null,
  cycles integer not null,
  flapping integer not null check (flapping in (0, 1)),
  finding text check (finding is null or json_valid(finding)),
  reading integer not null generated always as (finding is not null) stored,
  closed_at integer,
  outcome text,
  check ((closed_at is null) = (outcome is null))
) strict;
create unique index incidents_open_key on incidents (key) where closed_at is null;
create index incidents_open on incidents (connection) where closed_at is null;
create index incidents_by_group on incidents (group_id);
create index incidents_by_opening on incidents (connection, opened_at, key);

-- Answers how many there were and how long they lasted by itself.
create index incidents_by_end on incidents (connection, closed_at, first_failed_at, outcome, partner_level, reading);
create index incidents_closed on incidents (closed_at) where closed_at is not null;

create table incident_members (
  reference text not null references incidents (reference),
  tenant_id text not null,
  joined_at integer not null,
  display_name text,
  default_domain_name text,
  left_at integer,
  outcome text,
  primary key (reference, tenant_id, joined_at),
  check ((left_at is null) = (outcome is null))
) strict, without rowid;
create index incident_members_by_tenant on incident_members (tenant_id);

create table incident_groups (
  seq integer primary key autoincrement,
  id text not null unique,
  connection text not null,
  cause text not null,
  owner text not null,
  source text not null,
  severity text not null,
  partner_level integer not null check (partner_level in (0, 1)),
  first_failed_at integer not null,
  opened_at integer not null,
  closed_at integer,
  open integer not null,
  acknowledged text check (acknowledged is null or json_valid(acknowledged)),
  snoozed text check (snoozed is null or json_valid(snoozed)),
  check ((closed_at is null) = (open > 0))
) strict;
create index incident_groups_open on incident_groups (connection) where closed_at is null;
create index incident_groups_closed on incident_groups (closed_at) where closed_at is not null;

create table alert_messages (
  id text primary key,
  place text not null,
  group_ids text not null check (json_valid(group_ids)),
  digest text check (digest is null or json_valid(digest)),
  created_at integer not null,
  notified_at integer not null,
  address text
) strict, without rowid;
create index alert_messages_by_place on alert_messages (place);
create index alert_messages_by_time on alert_messages (created_at);

create table alert_message_groups (
  message_id text not null references alert_messages (id) on delete cascade,
  group_id text not null,
  primary key (message_id, group_id)
) strict, without rowid;
create index alert_message_groups_by_group on alert_message_groups (group_id);

create table held_alerts (
  id text primary key,
  place text not null,
  at integer not null,
  group_id text,
  what text not null check (json_valid(what))
) strict, without rowid;
create index held_alerts_by_place on held_alerts (place);

-- autoincrement: a row that is written later has a higher number, also after the last one was delivered.
create table outbox (
  seq integer primary key autoincrement,
  id text not null unique,
  key text not null check (length(key) <= 25),
  place text not null,
  order_key text not null,
  not_before integer not null,
  created_at integer not null,
  kind text not null,
  message_id text,
  content text not null check (json_valid(content)),
  attempts integer not null default 0,
  problem text,
  unique (place, key)
) strict;
create index outbox_by_place on outbox (place, seq, not_before, order_key);
create index outbox_by_order on outbox (place, order_key, seq, kind);
create index outbox_by_time on outbox (not_before, place, order_key);

-- For whoever asks later why something was not told.
create table given_up_deliveries (
  id text primary key,
  place text not null,
  kind text not null,
  message_id text,
  at integer not null,
  attempts integer not null,
  problem text not null
) strict, without rowid;
create index given_up_deliveries_by_time on given_up_deliveries (at);

create table subscriptions (
  place text primary key,
  connections text not null check (json_valid(connections)),
  causes text not null check (json_valid(causes)),
  owners text not null check (json_valid(owners)),
  minimum_severity text not null,
  quiet_hours text check (quiet_hours is null or json_valid(quiet_hours)),
  remind_after_ms integer,
  created_at integer not null,
  created_by text not null,
  broken_since integer,
  broken_problem text,
  check ((broken_since is null) = (broken_problem is null))
) strict, without rowid;

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
) strict, without rowid;

create table schedule_states (
  schedule_id text primary key references schedules (id) on delete cascade,
  handled_until integer not null,
  running_due_at integer,
  running_started_at integer,
  last_started_at integer,
  check ((running_due_at is null) = (running_started_at is null))
) strict, without rowid;

-- An empty check stands for every check of the tenant.
create table accepted_failures (
  connection text not null,
  tenant_id text not null,
  check_id text not null,
  reason text not null,
  accepted_at integer not null,
  accepted_by text not null,
  until_at integer,
  primary key (connection, tenant_id, check_id)
) strict, without rowid;

create table maintenance_windows (
  id text primary key,
  connection text not null,
  tenant_id text,
  from_at integer not null,
  to_at integer not null,
  reason text not null,
  created_by text not null
) strict, without rowid;
create index maintenance_windows_by_end on maintenance_windows (connection, to_at);

create table received_activities (key text primary key, keep_until integer not null) strict, without rowid;
create index received_activities_by_time on received_activities (keep_until);

create table conversations (
  conversation_id text primary key,
  team_id text,
  person_id text,
  reference text not null,
  kept integer not null,
  welcomed integer not null default 0 check (welcomed in (0, 1))
) strict, without rowid;
create unique index conversations_by_age on conversations (kept);
create index conversations_by_person on conversations (person_id, kept) where person_id is not null;
create index conversations_by_team on conversations (team_id) where team_id is not null;
