-- A connection that was added may have its secrets in a key vault, and its token there under the id of one tenant.

alter table connections add column vault_url text;
alter table connections add column direct_tenant text;
