-- A connection has a revision of its own, so that sweeps of several don't wait for each other.

alter table watch_connections add column revision integer not null default 0;
