#!/bin/sh
# Runs once, when the database is made: one role owns the tables, the other is that of server and worker.
set -eu
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" \
  --set owner="$(cat /run/secrets/owner_password)" --set app="$(cat /run/secrets/app_password)" <<'SQL'
create role paydesk_owner login password :'owner';
create role paydesk_app login password :'app';
-- What a connection brings along itself, unless there is a pooler between.
alter role paydesk_app set statement_timeout = '30s';
alter role paydesk_app set lock_timeout = '10s';
alter role paydesk_app set idle_in_transaction_session_timeout = '60s';
create database paydesk owner paydesk_owner;
SQL
