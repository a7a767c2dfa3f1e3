-- How long a place waits for somebody else to acknowledge, where it is told after that alone.

-- A strict table of SQLite knows no bigint.
alter table subscriptions add column after_ms integer;
