-- What needs something and would never be looked for again: there must be none, and counting them must cost nothing.
create index callbacks_forgotten on callbacks (id) where state = 'received' and due_at is null;
create index deliveries_forgotten on deliveries (id) where state in ('pending', 'retrying', 'waiting') and due_at is null;

-- What was not delivered, to list and to try again. Most deliveries never come here.
drop index deliveries_failing;
create index deliveries_undelivered on deliveries (id) where state in ('exhausted', 'retrying', 'waiting');
