-- What silos and clients of a cluster may do with Orleans' own tables. Run as experiments_owner after orleans-install.sh has made them and after grants.sql.
-- Clients read the membership to find a gateway; silos write it.

\set ON_ERROR_STOP on
BEGIN;

GRANT SELECT ON orleansquery TO experiments_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON orleansmembershiptable, orleansmembershipversiontable, orleansreminderstable TO experiments_worker;
REVOKE INSERT, UPDATE, DELETE ON orleansquery FROM experiments_worker;

COMMIT;
