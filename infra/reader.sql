-- experiments_reader, a user who may only read: the one that the verb query asks as. Run with psql as a superuser, after roles.sql or on a
-- private database of one owner, and again after a restore or when the password changes:
--   SECRETS=infra/secrets DATABASE=experiments psql -v ON_ERROR_STOP=1 -f infra/reader.sql postgres

\set ON_ERROR_STOP on
\set database `echo "${DATABASE:-experiments}"`
\set reader_password `cat "${SECRETS:-/run/secrets}/reader_password"`

SELECT 'CREATE ROLE experiments_reader LOGIN'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'experiments_reader') \gexec

-- A statement with a password is kept out of the server's log.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
ALTER ROLE experiments_reader PASSWORD :'reader_password';

-- No right, but a guard against accidents and against queries that run for ever or fill the disk; the last is a superuser's to change.
ALTER ROLE experiments_reader SET default_transaction_read_only = on;
ALTER ROLE experiments_reader SET statement_timeout = '5min';
ALTER ROLE experiments_reader SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE experiments_reader SET temp_file_limit = '2GB';
GRANT CONNECT ON DATABASE :"database" TO experiments_reader;

\connect :database

-- What everybody may call by default and what reaches out of a transaction that only reads: other sessions of the same user, locks that
-- programs wait for, the write-ahead log.
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure)
FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace
    AND proname ~ '^(pg_terminate_backend|pg_cancel_backend|pg_logical_emit_message|pg_(try_)?advisory_(xact_)?lock(_shared)?)$'
ORDER BY 1 \gexec

-- Submissions and migrations take turns by such a lock.
SELECT format('GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO %I', rolname)
FROM pg_roles
WHERE rolname = 'experiments_author' OR oid = (SELECT datdba FROM pg_database WHERE datname = current_database())
ORDER BY 1 \gexec

-- The tables that are there, and those that the owner makes later. grants.sql says it again for the roles that share a database.
GRANT USAGE ON SCHEMA public TO experiments_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO experiments_reader;
SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public GRANT SELECT ON TABLES TO experiments_reader', rolname)
FROM pg_roles
WHERE oid = (SELECT datdba FROM pg_database WHERE datname = current_database()) \gexec
