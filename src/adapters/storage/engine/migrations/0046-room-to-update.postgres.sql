-- Each sweep changes every row of a tenant. The new one has room beside the old one then, so that no index has to be told
-- where it is; what is there already moves at its next change.

alter table check_states set (fillfactor = 45);
alter table tenants set (fillfactor = 45);
