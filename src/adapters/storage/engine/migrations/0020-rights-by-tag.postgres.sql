-- Walks were given a column that takes no time of today.

alter table walks alter column moved_at type bigint;
