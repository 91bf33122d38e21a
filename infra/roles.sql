-- The database and who may use it. Run once with psql as a superuser, again whenever a password changes:
--   SECRETS=infra/secrets psql -v ON_ERROR_STOP=1 -f infra/roles.sql postgres
-- The user who only reads follows in reader.sql; what each role may do in grants.sql, which needs the tables.
--   experiments_owner   owns the tables: migrates them, removes what no study reaches (gc)
--   experiments_author  submits, cancels and retries studies, and may work
--   experiments_worker  runs jobs

\set ON_ERROR_STOP on
\set owner_password `cat "${SECRETS:-/run/secrets}/owner_password"`
\set author_password `cat "${SECRETS:-/run/secrets}/author_password"`
\set worker_password `cat "${SECRETS:-/run/secrets}/worker_password"`

SELECT format('CREATE ROLE %I LOGIN', wanted)
FROM unnest(ARRAY['experiments_owner', 'experiments_author', 'experiments_worker']) wanted
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) \gexec

-- A statement with a password is kept out of the server's log.
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
ALTER ROLE experiments_owner PASSWORD :'owner_password';
ALTER ROLE experiments_author PASSWORD :'author_password';
ALTER ROLE experiments_worker PASSWORD :'worker_password';

-- An author's rights are a worker's and a few more.
GRANT experiments_worker TO experiments_author;

SELECT 'CREATE DATABASE experiments OWNER experiments_owner ENCODING ''UTF8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'experiments') \gexec

REVOKE ALL ON DATABASE experiments FROM PUBLIC;
GRANT CONNECT ON DATABASE experiments TO experiments_author, experiments_worker;
