-- What is reported every week or month, and what mended an incident.

create table standing_reports (
  name text primary key,
  connection text not null,
  tenant_id text,
  tagged text,
  audience text not null,
  every text not null,
  hour integer not null,
  time_zone text not null,
  place text not null,
  asker text not null,
  created_at bigint not null,
  reported_until bigint not null
);
alter table incidents add column mended_by text;
