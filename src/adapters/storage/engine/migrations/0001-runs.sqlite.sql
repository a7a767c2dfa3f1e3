-- Runs, tenants and the stretches of each check's state. A stretch bears run ids without a foreign key: it outlives
-- the runs that began and ended it when old runs are pruned.

create table runs (
  id text primary key,
  kind text not null,
  connection text not null,
  scope text not null check (scope in ('all', 'named')),
  status text not null check (status in ('running', 'completed', 'interrupted')),
  started_at integer not null,
  finished_at integer,
  totals text check (totals is null or json_valid(totals)),
  host text not null,
  pid integer not null,
  process_start text,
  version text not null
) strict, without rowid;
create index runs_completed on runs (connection, kind, scope, finished_at) where status = 'completed';
create index runs_running on runs (host) where status = 'running';

create table run_tenants (
  run_id text not null references runs (id) on delete cascade,
  tenant_id text not null,
  primary key (run_id, tenant_id)
) strict, without rowid;
create index run_tenants_by_tenant on run_tenants (tenant_id, run_id);

create table tenants (
  connection text not null,
  tenant_id text not null,
  display_name text,
  default_domain_name text,
  first_seen_at integer not null,
  last_seen_at integer not null,
  primary key (connection, tenant_id)
) strict, without rowid;

-- autoincrement: a stretch that was read before another process wrote is told from a later one by its id.
create table check_states (
  id integer primary key autoincrement,
  connection text not null,
  tenant_id text not null,
  check_id text not null,
  status text not null check (status in ('pass', 'warn', 'fail', 'unknown')),
  cause text,
  owner text,
  reason text,
  evidence text check (evidence is null or json_valid(evidence)),
  since_at integer not null,
  since_run_id text not null,
  failing_since integer,
  until_at integer check (until_at >= since_at),
  until_run_id text,
  check ((until_at is null) = (until_run_id is null))
) strict;
create unique index check_states_open on check_states (connection, tenant_id, check_id) where until_at is null;
create index check_states_closed on check_states (connection, tenant_id, until_at) where until_at is not null;
