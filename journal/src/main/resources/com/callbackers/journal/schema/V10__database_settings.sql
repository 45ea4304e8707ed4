-- Settings of the database, so that all who connect have them without asking, and autovacuum too.
do
$$
declare
  setting text;
begin
  foreach setting in array array [
    -- Many partitions look costly to Postgres, and compiling a query takes longer than it does.
    'jit = off',
    -- What is evicted or vacuumed would wait in the kernel until a checkpoint ends, and commits would wait for all of it then.
    'backend_flush_after = ''512kB'''
  ] loop
    begin
      execute format('alter database %I set %s', current_database(), setting);
    exception
      when insufficient_privilege then
        raise warning 'Only the owner of the database may do this, and should: alter database % set %',
          quote_ident(current_database()), setting;
      when invalid_parameter_value then
        raise notice 'This server can do without %: %', setting, sqlerrm;
    end;
  end loop;
end
$$;
