-- Where whoever has the place of `start` is reached by the others.

alter table instance add column address text;
