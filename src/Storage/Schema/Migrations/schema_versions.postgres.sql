-- Run at every start: which migrations this database has had.
CREATE TABLE IF NOT EXISTS schema_versions (
    version integer NOT NULL CONSTRAINT pk_schema_versions PRIMARY KEY,
    name text NOT NULL,
    applied_at bigint NOT NULL
);
