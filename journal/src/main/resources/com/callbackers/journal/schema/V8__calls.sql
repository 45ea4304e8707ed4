-- Who called how often, by the hour. What decides callbacks adds a row for each who called in its batch, and waits for nobody; the
-- sweep sums them up. A replay is nobody's call. What a suspended route keeps is counted when it is decided.
create table calls (
  hour      timestamptz not null,
  host      text not null,
  route     text collate "C",
  sender    text,
  caller    text,
  callbacks bigint not null,
  first     uuid not null,
  last      uuid not null
);

create table calls_by_hour (
  hour      timestamptz not null,
  key       bytea not null,               -- hash of host, route, sender and caller
  host      text not null,
  route     text collate "C",
  sender    text,
  caller    text,
  callbacks bigint not null,
  first     uuid not null,
  last      uuid not null,
  primary key (hour, key)
);

-- Those that are not among the calls: what waits for a suspended route, and what an edge refused by itself.
create index callbacks_uncounted on callbacks (id)
  where state = 'suspended' or (state = 'rejected' and decision is null);

-- The hour of the time in an id.
create function id_hour(id uuid) returns timestamptz
  language sql immutable strict parallel safe
  return to_timestamp(id_millis(id) / 3600000 * 3600);

insert into calls (hour, host, route, sender, caller, callbacks, first, last)
select id_hour(id), host, route, sender, caller, count(*), min(id::text)::uuid, max(id::text)::uuid
from callbacks
where state not in ('received', 'suspended') and not (state = 'rejected' and decision is null) and replay is null
group by 1, 2, 3, 4, 5;

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
  delete from calls where hour < day::timestamp at time zone 'UTC';
  delete from calls_by_hour where hour < day::timestamp at time zone 'UTC';
  return dropped;
end
$$;

-- By its bytes, so that the routes of a namespace are a range.
alter table callbacks alter column route type text collate "C";
