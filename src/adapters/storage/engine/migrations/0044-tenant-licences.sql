-- What tenants own, as a sweep has read it last.

create table tenant_licences (
  connection text not null,
  tenant_id text not null,
  owned text,
  read_at bigint not null,
  constraint tenant_licences_key primary key (connection, tenant_id)
);
