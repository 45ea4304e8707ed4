-- Whoever asks the same often would get a plan that fits no values in particular. It takes a day for a few rows, and reads all of it.
do
$$
begin
  execute format('alter database %I set plan_cache_mode = force_custom_plan', current_database());
exception
  when insufficient_privilege then
    raise warning 'Only the owner of the database may do this, and should: alter database % set plan_cache_mode = force_custom_plan',
      quote_ident(current_database());
end
$$;
