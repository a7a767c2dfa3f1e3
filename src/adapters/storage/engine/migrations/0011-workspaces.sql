-- Which workspaces may use a connection that was added, and in which one a place is, as far as that is known.

create table connection_workspaces (
  connection_id text not null,
  workspace text not null,
  allowed_at bigint not null,
  allowed_by text not null,
  constraint connection_workspaces_key primary key (connection_id, workspace)
);
alter table subscriptions add column workspace text;
alter table run_messages add column workspace text;
