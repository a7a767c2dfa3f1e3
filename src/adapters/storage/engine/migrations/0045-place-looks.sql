-- Which tenants each place that is told by tags was last told of each open group for.

create table place_looks (
  place text not null,
  group_id text not null,
  mark text not null,
  constraint place_looks_key primary key (place, group_id)
);
create index place_looks_by_group on place_looks (group_id);
