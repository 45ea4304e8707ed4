-- Which callback acted last for a key of a rule's dedup. Holds no more than the keys of a window.
create table dedup_keys (
  key         uuid not null primary key,  -- hash of route, rule and the value of the key
  callback_id uuid not null,
  at          timestamptz not null,       -- when that callback arrived
  until       timestamptz not null        -- when nothing needs to be held against it any more
);

create index dedup_keys_until on dedup_keys (until);

-- Takes keys for callbacks, each one's for a span before and after its arrival, and gives those that others hold. Two that
-- want the same key wait for each other, so that the second sees what became of the first; keys are taken in their order,
-- so that nobody waits in a circle. A callback may take its own key again. Between two that came more than the span apart
-- (a suspended route is released, and what waited is decided in any order) nothing stands; the later one keeps the key.
create function take_dedup_keys(claims json, decided_at timestamptz)
  returns table (taken uuid, repeat uuid, first uuid)
  language plpgsql as
$$
declare
  c record;
begin
  for c in
    select * from json_to_recordset(claims) as g(key uuid, callback_id uuid, at timestamptz, span interval)
    order by key, callback_id
  loop
    insert into dedup_keys as held (key, callback_id, at, until)
    values (c.key, c.callback_id, c.at, decided_at + c.span)
    on conflict (key) do update
    set callback_id = case when excluded.at < held.at then held.callback_id else excluded.callback_id end,
      at = greatest(held.at, excluded.at),
      until = greatest(held.until, excluded.until)
    where held.callback_id = excluded.callback_id
      or held.at + c.span <= excluded.at or excluded.at + c.span <= held.at;
    if not found then
      return query select c.key, c.callback_id, k.callback_id from dedup_keys k where k.key = c.key;
    end if;
  end loop;
end
$$;
