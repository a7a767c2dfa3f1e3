-- Tags of tenants, the rules that give them, and what is scheduled or told by them.

create table tenant_tags (
  connection text not null,
  tenant_id text not null,
  tag text not null,
  constraint tenant_tags_key primary key (connection, tag, tenant_id)
);

create table tag_rules (
  connection text not null,
  tag text not null,
  rule text not null,
  constraint tag_rules_key primary key (connection, tag)
);
alter table schedules add column tagged text;
alter table subscriptions add column tagged text;
