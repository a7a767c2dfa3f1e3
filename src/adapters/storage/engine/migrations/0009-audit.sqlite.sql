-- Each row of the audit log has a code over itself and the rows before, and a refusal counts those like it.

alter table audit_log add column hash text;
alter table audit_log add column times integer not null default 1;
alter table audit_log add column times_mac text;
