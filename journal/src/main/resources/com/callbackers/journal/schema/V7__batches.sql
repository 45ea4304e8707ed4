-- What is to be made again together: planned as a whole, done one after another at a pace, by any worker.
create table batches (
  id         uuid not null primary key,
  kind       text not null check (kind in ('retry', 'replay')),
  query      text not null,                -- by which it was chosen
  replay     json,                         -- how, without whom: rules, actions, adHoc
  total      integer not null,
  per_second integer not null,
  made_by    text,                         -- null: nobody has to log in
  made_at    timestamptz not null,
  stopped_at timestamptz
);

create table batch_items (
  batch  uuid not null references batches on delete cascade,
  number integer not null,
  item   uuid not null,                    -- the delivery to retry, or the callback to replay
  state  text,                             -- of the delivery, when it was planned
  action text,                             -- rule/action, where only that is to be done again
  due_at timestamptz,                      -- null: it was done
  primary key (batch, number)
);

create index batch_items_due on batch_items (due_at) where due_at is not null;

-- An id of a time.
create function make_id(millis bigint) returns uuid
  language sql volatile strict parallel safe
  return (lpad(to_hex(millis), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;
