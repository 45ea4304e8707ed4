-- From a callback to those that repeat it. Few are repeated.
create index callbacks_replays on callbacks ((replay ->> 'of'), id) where replay is not null;
