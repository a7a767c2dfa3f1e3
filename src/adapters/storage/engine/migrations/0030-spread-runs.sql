-- Runs whose tenants several processes test, their batches, and what Microsoft told one of these processes.

create table spread_runs (
  run_id text not null primary key,
  plan text not null,
  leader text not null,
  led_until integer not null
);

create table run_batches (
  run_id text not null,
  number integer not null,
  connection text not null,
  turn integer not null,
  times integer not null,
  batch text not null,
  kept integer,
  found text,
  constraint run_batches_key primary key (run_id, number)
);
create index run_batches_by_kept on run_batches (run_id, kept);

create table app_holds (
  application_id text not null,
  service text not null,
  told text not null,
  until_at integer not null,
  constraint app_holds_key primary key (application_id, service)
);
