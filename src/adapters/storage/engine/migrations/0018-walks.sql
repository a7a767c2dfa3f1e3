-- Articles being walked: the step that each is at, and the rest as one value.

create table walks (
  id text not null primary key,
  place text not null,
  at_step integer not null,
  mended integer not null,
  moved_at integer not null,
  walk text not null
);
create index walks_by_place on walks (place, moved_at);
