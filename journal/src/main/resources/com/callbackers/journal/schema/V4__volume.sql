-- The time in an id, in milliseconds since 1970.
create function id_millis(id uuid) returns bigint
  language sql immutable strict parallel safe
  return ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint;
