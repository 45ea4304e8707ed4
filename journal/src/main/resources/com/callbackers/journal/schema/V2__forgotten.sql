-- What needs something and would never be looked for again: there must be none, and counting them must cost nothing.
create index callbacks_forgotten on callbacks (id) where state = 'received' and due_at is null;
create index deliveries_forgotten on deliveries (id) where state in ('pending', 'retrying', 'waiting') and due_at is null;
