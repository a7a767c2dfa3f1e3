-- What the chats need: access, audit, messages, reports, secrets, settings, and who runs `start`. The tenants of a run
-- of named ones move into sets, so that an hourly run of the same ones takes one row and not one a tenant.

create table grants (
  subject text primary key,
  role text not null check (role in ('viewer', 'technician', 'admin')),
  granted_at integer not null,
  granted_by text not null
) strict, without rowid;

create table bound_channels (
  place text primary key,
  bound_at integer not null,
  bound_by text not null
) strict, without rowid;

create table audit_log (
  id integer primary key,
  at integer not null,
  platform text not null,
  person_id text not null,
  person_name text not null,
  place text,
  action text not null,
  target text,
  outcome text not null check (outcome in ('allowed', 'refused', 'failed')),
  reason text
) strict;
create index audit_log_by_time on audit_log (at);

create table run_messages (
  run_id text not null,
  address text not null,
  platform text not null,
  again text not null,
  title text not null,
  started_at integer not null,
  host text not null,
  pid integer not null,
  process_start text,
  primary key (run_id, address)
) strict, without rowid;

-- A report is there once it is complete; its parts are written one by one before. Ids are never used again, so that
-- a reader can't take the parts of another report for those of its own.
create table run_reports (
  id integer primary key autoincrement,
  run_id text not null,
  version integer not null,
  kept_at integer not null,
  parts integer
) strict;
create index run_reports_by_run on run_reports (run_id);
create index run_reports_by_time on run_reports (kept_at);

create table run_report_parts (
  report_id integer not null references run_reports (id),
  part integer not null,
  content blob not null,
  unique (report_id, part)
) strict;

create table secrets (
  name text primary key,
  sealed text not null,
  fingerprint text,
  updated_at integer not null
) strict, without rowid;

create table settings (name text primary key, value text not null) strict, without rowid;

create table instance (
  id integer primary key check (id = 1),
  host text not null,
  pid integer not null,
  process_start text,
  version text not null,
  started_at integer not null
) strict;

-- Without a digest it belongs to no run any more, and is deleted bit by bit.
create table tenant_sets (id integer primary key autoincrement, digest text unique) strict;

create table tenant_set_members (
  tenant_id text not null,
  set_id integer not null references tenant_sets (id),
  primary key (tenant_id, set_id)
) strict, without rowid;
create index tenant_set_members_by_set on tenant_set_members (set_id);
alter table runs add column tenant_set integer references tenant_sets (id);
alter table runs add column tested integer;
insert into tenant_sets (digest) select distinct 'run ' || run_id from run_tenants;
insert into tenant_set_members (tenant_id, set_id)
select tenant_id, tenant_sets.id from run_tenants join tenant_sets on digest = 'run ' || run_id;
update runs set tenant_set = (select id from tenant_sets where digest = 'run ' || runs.id) where scope = 'named';
update runs set tested = json_extract(totals, '$.tenants') where totals is not null;
drop table run_tenants;
alter table tenants add column search_text text not null default '';

-- Answers the question which days have data by itself.
create index runs_by_start on runs (connection, started_at, finished_at, status, scope, tested, tenant_set);
create index runs_by_set on runs (tenant_set, connection, kind, finished_at) where tenant_set is not null;
create index runs_by_age on runs (started_at);
create index check_states_bad on check_states (connection, tenant_id, check_id)
where until_at is null and status in ('fail', 'unknown');

-- Answers what the days were like by itself: the rows of a year, with their evidence, are twenty times as large.
drop index check_states_closed;
create index check_states_closed on check_states (connection, tenant_id, until_at, since_at, check_id, status)
where until_at is not null;
create index check_states_by_end on check_states (until_at) where until_at is not null;
