-- Deliveries that have failed so far, each with who called, so that they are counted without a look at anything else. A replay is
-- nobody's call.
create table failing (
  delivery  uuid not null primary key,
  exhausted boolean not null,
  host      text not null,
  route     text collate "C",
  sender    text,
  caller    text
);

create function keep_failing() returns trigger
  language plpgsql as
$$
begin
  if new.state in ('exhausted', 'retrying') then
    insert into failing (delivery, exhausted, host, route, sender, caller)
    select new.id, new.state = 'exhausted', c.host, c.route, c.sender, c.caller
    from callbacks c where c.id = new.callback_id and c.replay is null
    on conflict (delivery) do update set exhausted = excluded.exhausted;
  else
    delete from failing where delivery = new.id;
  end if;
  return null;
end
$$;

-- Most deliveries are never in these states, and pay for nothing but the question.
create trigger keep_failing after update of state on deliveries
  for each row
  when (old.state <> new.state and (old.state in ('exhausted', 'retrying') or new.state in ('exhausted', 'retrying')))
  execute function keep_failing();

insert into failing (delivery, exhausted, host, route, sender, caller)
select d.id, d.state = 'exhausted', c.host, c.route, c.sender, c.caller
from deliveries d join callbacks c on c.id = d.callback_id
where d.state in ('exhausted', 'retrying') and c.replay is null;

-- Those of the days before one.
create function drop_failing_before(day date) returns void
  language sql
begin atomic
  delete from failing where delivery < day_floor(day);
end;
