-- What is known of a kept token, and the renewals under way.

alter table secrets add column detail text check (detail is null or json_valid(detail));

create table renewals (
  connection text primary key,
  id text not null,
  step text not null,
  begun_by text not null,
  started_at integer not null,
  host text not null,
  pid integer not null,
  process_start text
);
