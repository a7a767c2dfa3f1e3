-- Roles for the tenants of a tag. In a table of their own: a version that knows none must not take them for roles over all.

create table tag_grants (
  subject text not null,
  tag text not null,
  role text not null check (role in ('viewer', 'technician', 'admin')),
  granted_at bigint not null,
  granted_by text not null,
  constraint tag_grants_key primary key (subject, tag)
);
