#!/bin/sh
# Makes Orleans' tables as the database's owner, unless they are there, and gives all roles their rights (grants.sql): the program's tables must be there.
#   PGPASSWORD=... infra/orleans-install.sh [FOLDER]     with the scripts of orleans-sql.sh; psql finds the server by PGHOST, PGUSER, PGDATABASE
# Orleans' scripts are no migrations: tables that are there are left alone, and an upgrade that changes them says so in its release notes.
set -eu
here=$(dirname "$0")
folder=${1:-$here/orleans}
if [ "$(psql -At -v ON_ERROR_STOP=1 -c "SELECT to_regclass('public.orleansquery') IS NULL")" = t ]; then
    psql -q -v ON_ERROR_STOP=1 --single-transaction -f "$folder/1-main.sql" -f "$folder/2-clustering.sql" -f "$folder/3-reminders.sql"
fi
exec psql -q -v ON_ERROR_STOP=1 -f "$here/grants.sql"
