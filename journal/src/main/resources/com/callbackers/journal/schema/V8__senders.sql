-- Who called, counted as callbacks are decided, by day (UTC): what the list of senders reads instead of every callback.
create table senders (
  on_day      date not null,
  host        text not null,
  route       text not null,               -- empty: none
  name        text not null,               -- empty: unknown
  fingerprint text not null,               -- empty: known by name
  callbacks   bigint not null,
  first       uuid not null,
  last        uuid not null,
  primary key (on_day, host, route, name, fingerprint)
);

-- The day of an id, UTC.
create function id_day(id uuid) returns date
  language sql immutable strict parallel safe
  return date '1970-01-01' + (id_millis(id) / 86400000)::integer;

insert into senders (on_day, host, route, name, fingerprint, callbacks, first, last)
select id_day(c.id), c.host, coalesce(c.route, ''), case when c.caller is null then coalesce(c.sender, '') else '' end,
  coalesce(c.caller, ''), count(*), min(c.id::text)::uuid, max(c.id::text)::uuid
from callbacks c
where c.state not in ('received', 'suspended') and c.replay is null and (c.state <> 'rejected' or c.route is not null)
group by 1, 2, 3, 4, 5;

-- Drops all days before one, and what was counted of them; how many days there were.
create or replace function drop_days_before(day date) returns integer
  language plpgsql set lock_timeout = '3s' as
$$
declare
  dropped integer := 0;
  part    text;
begin
  for part in
    select c.relname
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent in ('callbacks'::regclass, 'deliveries'::regclass, 'attempts'::regclass)
      and c.relname ~ '_\d{8}$' and to_date(right(c.relname, 8), 'YYYYMMDD') < day
    order by c.relname
  loop
    execute format('drop table %I', part);
    dropped := dropped + (part like 'callbacks%')::integer;
  end loop;
  delete from attempts_default where delivery_id < day_floor(day);
  delete from deliveries_default where id < day_floor(day);
  delete from callbacks_default where id < day_floor(day);
  delete from senders where on_day < day;
  return dropped;
end
$$;
