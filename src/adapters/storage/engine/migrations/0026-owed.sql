-- Who asked for what a message shows takes the place of the workspace alone.

alter table run_messages add column asked text;
alter table run_messages drop column workspace;
