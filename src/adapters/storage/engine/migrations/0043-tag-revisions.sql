-- Tells whoever has looked up who has which tag whether that may be another now; and when delegated access ends.

create table tag_revisions (
  connection text primary key,
  tenants bigint not null,
  causes bigint not null
);

create table relationship_ends (
  connection text primary key,
  ends text not null
);
