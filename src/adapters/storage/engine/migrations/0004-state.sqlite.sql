-- A stretch says when it was last tested and until when that counts, so that untested time is neither good nor bad, and
-- tenants say for themselves what the watch knows of them. What runs covered is told by the stretches from now on.

alter table check_states add column confidence text;

-- Since when the verdict holds: a stretch after a time without tests begins later.
alter table check_states add column held_since integer not null default 0;
alter table check_states add column tested_at integer not null default 0;
alter table check_states add column tested_run_id text not null default '';
alter table check_states add column fresh_until integer not null default 0;
update check_states set held_since = since_at, tested_run_id = coalesce(until_run_id, since_run_id),
  tested_at = coalesce(until_at, max(since_at, coalesce(
    case when tenant_id = 'partner'
      then (select max(finished_at) from runs
        where runs.connection = check_states.connection and kind = 'testtokens' and status = 'completed')
      else (select last_seen_at from tenants
        where tenants.connection = check_states.connection and tenants.tenant_id = check_states.tenant_id)
    end, since_at)));
update check_states set fresh_until = case when until_at is null then tested_at + 86400000 else until_at end;

-- When the customer list of a connection was last read whole.
create table customer_lists (connection text primary key, read_at integer not null) strict, without rowid;
insert into customer_lists (connection, read_at)
select connection, max(finished_at) from runs
where kind = 'testtokens' and scope = 'all' and status = 'completed' and coalesce(tested, 0) > 0
group by connection;

-- Null: not a tenant that the watch has had on its list.
alter table tenants add column missing integer;
alter table tenants add column missing_at integer;
alter table tenants add column gone_at integer;
insert into tenants (
  connection, tenant_id, display_name, default_domain_name, first_seen_at, last_seen_at, search_text,
  missing, missing_at, gone_at
)
select connection, tenant_id, display_name, default_domain_name,
  coalesce(gone_at, missing_at, 0), coalesce(gone_at, missing_at, 0),
  char(10) || lower(coalesce(display_name, default_domain_name, tenant_id)) || char(10)
    || lower(coalesce(default_domain_name, '')) || char(10) || lower(tenant_id),
  missing, missing_at, gone_at
from watched_tenants where true
on conflict (connection, tenant_id) do update
  set missing = excluded.missing, missing_at = excluded.missing_at, gone_at = excluded.gone_at;
drop table watched_tenants;
create index tenants_listed on tenants (connection) where missing is not null and gone_at is null;
drop index runs_by_start;
drop index runs_by_set;
alter table runs drop column tenant_set;
alter table runs drop column tested;
drop table tenant_set_members;
drop table tenant_sets;
create index runs_by_start on runs (connection, started_at);
