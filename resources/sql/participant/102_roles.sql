-- What payment-sagad may do in a domain schema. The role is made here too, because a domain may live in a database
-- server of its own.

do $$
begin
  if not exists (select from pg_roles where rolname = 'saga_engine') then
    create role saga_engine nologin;
  end if;
exception when duplicate_object or unique_violation then
  null;  -- an install in another database of this server was faster
end $$;

revoke all on schema @schema@ from public;
grant usage on schema @schema@ to saga_engine;
grant select, insert, update, delete on all tables in schema @schema@ to saga_engine;
revoke insert, update, delete on @schema@.schema_migration from saga_engine;
grant usage on all sequences in schema @schema@ to saga_engine;

revoke all on all functions in schema @schema@ from public;
grant execute on all functions in schema @schema@ to saga_engine;
