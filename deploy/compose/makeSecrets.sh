#!/bin/sh
# Makes the secrets of compose.yaml and pgbouncer.yaml that do not exist yet, in deploy/compose/secrets. Those of NOWPayments are asked for.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
# Containers read the files with another account: they are readable, and the folder is not.
chmod 700 secrets
umask 022

random() { openssl rand -hex 32; }
# $1: the name; the content comes from standard input.
keep() {
  if [ -s "secrets/$1" ]; then cat >/dev/null; else tr -d '\r\n' >"secrets/$1"; fi
}
ask() {
  if [ -s "secrets/$1" ]; then return; fi
  printf '%s: ' "$2" >&2
  IFS= read -r answer
  printf '%s' "$answer" | keep "$1"
}

for name in postgres_password owner_password app_password paydesk_secret grafana_password; do
  random | keep "$name"
done
printf 'postgres://paydesk_app:%s@database:5432/paydesk' "$(cat secrets/app_password)" | keep database_url
printf 'postgres://paydesk_owner:%s@database:5432/paydesk' "$(cat secrets/owner_password)" | keep migration_database_url
# For PgBouncer (pgbouncer.yaml).
printf 'postgres://paydesk_app:%s@pgbouncer:6432/paydesk' "$(cat secrets/app_password)" | keep pooled_database_url
printf '"paydesk_app" "%s"' "$(cat secrets/app_password)" | keep pgbouncer_users
ask nowpayments_api_key 'API key of NOWPayments'
ask nowpayments_ipn_secret 'IPN secret of NOWPayments'
# Filled in later, by `create-api-key --name prometheus --scopes metrics.read`.
[ -e secrets/metrics_key ] || : >secrets/metrics_key
echo 'The secrets are in deploy/compose/secrets. Keep a copy of paydesk_secret apart from the database and its backups.'
