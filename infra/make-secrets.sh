#!/bin/sh
# Makes infra/secrets/: a random password for each role, and a pgpass line where a program of ours needs it. Never overwrites one.
set -eu
cd "$(dirname "$0")"

# The folder keeps other users of this host out; inside, the files can be read by whatever user a container runs as.
mkdir -p secrets
chmod 700 secrets
umask 222

for role in superuser owner author worker reader; do
    [ -e "secrets/${role}_password" ] || head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"secrets/${role}_password"
    [ "$role" = superuser ] || [ -e "secrets/$role.pgpass" ] ||
        printf '*:*:*:experiments_%s:%s\n' "$role" "$(cat "secrets/${role}_password")" >"secrets/$role.pgpass"
done
