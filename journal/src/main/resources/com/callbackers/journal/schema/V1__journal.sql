-- The journal: every callback, what is to be done with it, and every try to do it.
--
-- Ids begin with the time of arrival (UUID version 7; a delivery's id begins as its callback's does), so that all three
-- tables are cut into the same days by id, page in the order of arrival, and are found by an id alone.
-- A row that still needs something has due_at. Nothing refers to another table by a constraint: whole days are dropped.

create type callback_state as enum ('received', 'routed', 'filtered', 'unrouted', 'rejected', 'suspended');

create type delivery_state as enum ('pending', 'delivered', 'retrying', 'exhausted', 'cancelled', 'waiting');

create table callbacks (
  id             uuid not null primary key,
  due_at         timestamptz,
  size           bigint,                    -- what was sent or announced; null: the length of the body
  generation     bigint,
  state          callback_state not null,
  queued         boolean not null,          -- the first durable copy was a message, not this row
  method         text not null,
  host           text not null,
  path           text not null,
  query          text,
  remote_address text not null,
  headers        bytea not null,            -- name, byte FE, value, byte FF, and so on; in UTF-8, which has neither byte
  body           bytea not null,
  route          text,
  sender         text,
  caller         text,                      -- what tells unknown senders apart
  reason         text,
  decision       json,                      -- json, not jsonb: values may hold a NUL
  replay         json
) partition by range (id);

-- Bodies are often compressed or small; trying again costs more than it saves.
alter table callbacks alter column body set storage external;

create table deliveries (
  id              uuid not null primary key,
  callback_id     uuid not null,
  lease           uuid,                     -- who holds it, until due_at
  ordering        uuid,                     -- hash of route, rule, action and the value of orderBy
  due_at          timestamptz,              -- when the sweep looks again
  next_attempt_at timestamptz,              -- no attempt before
  attempts        integer not null default 0,
  state           delivery_state not null default 'pending',
  position        smallint not null,        -- among those of its callback
  rule            text not null,
  action          text not null,
  type            text not null,
  destination     text not null,
  reason          text,
  headers         bytea,                    -- rendered; as in callbacks
  body            bytea,                    -- rendered; null: the callback's own
  ad_hoc          json
) partition by range (id);

create table attempts (
  delivery_id       uuid not null,
  at                timestamptz not null,
  number            integer not null,
  status            integer,
  connect_millis    integer,
  first_byte_millis integer,
  total_millis      integer,
  truncated         boolean not null default false,
  method            text,
  url               text,
  error             text,
  sent_headers      bytea,
  sent_body         bytea,                  -- null: the callback's own
  headers           bytea,
  body              bytea,
  primary key (delivery_id, number)
) partition by range (delivery_id);

create table route_versions (
  route      text not null,
  generation bigint not null,
  kept_at    timestamptz not null,
  resource   text not null,
  primary key (route, generation)
);

-- Where rows go for which no day was made in time.
create table callbacks_default partition of callbacks default;
create table deliveries_default partition of deliveries default;
create table attempts_default partition of attempts default;

-- What the sweep reads. Holds rows only while they need something.
create index callbacks_due on callbacks (due_at) where due_at is not null;
create index deliveries_due on deliveries (due_at) where due_at is not null;

-- What lists are filtered by. Only the host is written with the arrival; the others with the decision.
create index callbacks_host on callbacks (host, id);
create index callbacks_route on callbacks (route, id) where route is not null;
create index callbacks_sender on callbacks (sender, id) where sender is not null;
-- Most callbacks are routed: a list of those needs no index.
create index callbacks_state on callbacks (state, id)
  where state in ('filtered', 'unrouted', 'rejected', 'suspended');

create index deliveries_ordering on deliveries (ordering, callback_id)
  where ordering is not null and state in ('pending', 'retrying', 'waiting');
create index deliveries_failing on deliveries (id) where state in ('exhausted', 'retrying');

-- Bytes as text to search in: a character a byte, ASCII letters in lower case. Postgres' text has no NUL: 01 stands for it.
create function searchable(bytes bytea) returns text
  language sql stable strict parallel safe
  return lower(convert_from(
    case
      when position('\x00'::bytea in bytes) = 0 then bytes
      else decode(replace(replace(replace(encode(bytes, 'escape'), '\\', E'\x02'), '\000', E'\x01'), E'\x02', '\\'), 'escape')
    end, 'LATIN1') collate "C");

-- The smallest and the greatest id of the millisecond of an id.
create function id_floor(id uuid) returns uuid
  language sql immutable strict parallel safe
  return (left(id::text, 13) || '-0000-0000-000000000000')::uuid;

create function id_ceiling(id uuid) returns uuid
  language sql immutable strict parallel safe
  return (left(id::text, 13) || '-ffff-ffff-ffffffffffff')::uuid;

-- The smallest id of a day, UTC.
create function day_floor(day date) returns uuid
  language sql immutable strict parallel safe
  return rpad(lpad(to_hex((extract(epoch from day::timestamp) * 1000)::bigint), 12, '0'), 32, '0')::uuid;

-- Makes the partitions of a day that are missing, and moves there what arrived before them. Attaching, unlike
-- 'create table … partition of', does not shut out readers and writers of other days.
create function make_day(day date) returns integer
  language plpgsql set lock_timeout = '3s' as
$$
declare
  made  integer := 0;
  days  text;
  other text;
  part  text;
  key   text;
begin
  foreach days in array array ['callbacks', 'deliveries', 'attempts'] loop
    part := days || to_char(day, '_YYYYMMDD');
    other := days || '_default';
    key := case days when 'attempts' then 'delivery_id' else 'id' end;
    continue when to_regclass(part) is not null;
    execute format('lock table %I in access exclusive mode', other);
    execute format('create table %I (like %I including all)', part, days);
    execute format('with moved as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from moved',
      other, key, day_floor(day), key, day_floor(day + 1), part);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)',
      days, part, day_floor(day), day_floor(day + 1));
    made := made + 1;
  end loop;
  return made;
end
$$;

-- Drops all days before one; how many there were.
create function drop_days_before(day date) returns integer
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
  return dropped;
end
$$;
