-- What each role may do with each table. Run with psql as experiments_owner once the tables are there, and again after an upgrade:
--   psql -h db.lab -U experiments_owner -v ON_ERROR_STOP=1 -f infra/grants.sql experiments
-- Tables that are not named here hold results: a worker inserts rows, and deletes those of a job that has to run again.
-- Orleans' tables (orleans-install.sh) are in it where they are there: silos write the membership and reminders, clients read the membership.

\set ON_ERROR_STOP on
BEGIN;

GRANT USAGE ON SCHEMA public TO experiments_author, experiments_worker, experiments_reader;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM experiments_author, experiments_worker, experiments_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO experiments_worker, experiments_reader;

-- Until this script has run after an upgrade, readers at least see the new tables.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO experiments_worker, experiments_reader;

SELECT format('GRANT INSERT, DELETE ON %I TO experiments_worker', tablename)
FROM pg_tables
WHERE schemaname = 'public'
    AND tablename NOT IN ('schema_versions', 'studies', 'study_jobs', 'jobs', 'job_inputs', 'workers', 'artifacts', 'quotas',
        'orleansquery', 'orleansmembershiptable', 'orleansmembershipversiontable', 'orleansreminderstable')
ORDER BY tablename \gexec

GRANT UPDATE ON jobs TO experiments_worker;
GRANT UPDATE (borrowed) ON study_jobs TO experiments_worker;
GRANT INSERT, UPDATE ON workers, artifacts TO experiments_worker;
GRANT UPDATE ON worker_reports, activities, shares, device_usage, silos TO experiments_worker;

SELECT format('GRANT INSERT, UPDATE, DELETE ON %I TO experiments_worker', tablename)
FROM pg_tables
WHERE schemaname = 'public' AND tablename IN ('orleansmembershiptable', 'orleansmembershipversiontable', 'orleansreminderstable')
ORDER BY tablename \gexec

GRANT INSERT, UPDATE, DELETE ON studies TO experiments_author;
GRANT INSERT, UPDATE, DELETE ON study_jobs TO experiments_author;
GRANT INSERT ON jobs, job_inputs TO experiments_author;

COMMIT;
