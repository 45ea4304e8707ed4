-- Callbacks that somebody without an account may look at for a while, by a link. The link's token is nowhere but in the link.
create table shares (
  id         uuid not null primary key,
  token_hash bytea not null unique,       -- SHA-256
  callbacks  uuid[] not null,             -- those that fitted when it was made
  tenant     text,                        -- what was asked for
  host       text,
  since      timestamptz not null,
  until      timestamptz not null,
  q          text,
  made_by    text,                        -- null: nobody has to log in
  made_at    timestamptz not null,
  expires_at timestamptz not null
);
