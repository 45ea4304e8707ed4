-- Routes and destinations are counted as callers are: what records adds rows, and the sweep sums them up by the hour.

-- Of the callbacks, those of which a rule acted. Null where it was not counted: as many as there are.
alter table calls add acted bigint;
alter table calls_by_hour add acted bigint;

-- What came of attempts, by the hour of their callbacks.
create table answered (
  hour        timestamptz not null,
  route       text not null collate "C",
  destination text not null,
  delivered   bigint not null,
  last        uuid not null               -- the last delivery that was attempted
);

create table answered_by_hour (
  hour        timestamptz not null,
  key         bytea not null,             -- hash of route and destination
  route       text not null collate "C",
  destination text not null,
  delivered   bigint not null,
  last        uuid not null,
  primary key (hour, key)
);

-- What came of the last day.
insert into answered (hour, route, destination, delivered, last)
select id_hour(d.id), c.route, d.destination, count(*) filter (where d.state = 'delivered'), (max(array[d.id]))[1]
from deliveries d join callbacks c on c.id = d.callback_id
where d.attempts > 0 and c.route is not null and d.id >= day_floor(current_date - 1) and c.id >= day_floor(current_date - 1)
group by 1, 2, 3;

-- Of several deliveries of a callback that failed, one callback. May be null: an attempt that is recorded meanwhile does not know it.
alter table failing add callback uuid;
update failing f set callback = d.callback_id from deliveries d where d.id = f.delivery;

create or replace function keep_failing() returns trigger
  language plpgsql as
$$
begin
  if new.state in ('exhausted', 'retrying') then
    insert into failing (delivery, callback, exhausted, host, route, sender, caller)
    select new.id, c.id, new.state = 'exhausted', c.host, c.route, c.sender, c.caller
    from callbacks c where c.id = new.callback_id and c.replay is null
    on conflict (delivery) do update set exhausted = excluded.exhausted;
  else
    delete from failing where delivery = new.id;
  end if;
  return null;
end
$$;

-- Days before one, and what was counted and failed in them; how many days there were.
create function drop_before(day date) returns integer
  language sql
begin atomic
  select drop_failing_before(day);
  delete from answered where hour < day::timestamp at time zone 'UTC';
  delete from answered_by_hour where hour < day::timestamp at time zone 'UTC';
  select drop_days_before(day);
end;
