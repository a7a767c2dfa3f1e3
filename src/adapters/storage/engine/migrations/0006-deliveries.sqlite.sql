-- How often a delivery was refused, since when it may have arrived, and where a message stands a second time.

alter table outbox add column refusals integer not null default 0;
alter table outbox add column maybe_sent_at integer;
alter table alert_messages add column copies text not null default '[]' check (json_valid(copies));
