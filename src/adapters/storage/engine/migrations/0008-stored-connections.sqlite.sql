-- Connections that were added. Their secrets lie sealed among the others.

create table connections (
  id text primary key,
  name text not null unique,
  kind text not null check (kind in ('sam', 'app-only')),
  cloud text not null,
  application_id text not null,
  tenant text not null,
  include_own_tenant integer not null,
  created_at integer not null
);
