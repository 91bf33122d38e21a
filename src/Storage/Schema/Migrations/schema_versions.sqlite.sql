-- Run at every start: which migrations this database has had.
CREATE TABLE IF NOT EXISTS schema_versions (
    version INTEGER NOT NULL CONSTRAINT pk_schema_versions PRIMARY KEY,
    name TEXT NOT NULL,
    applied_at INTEGER NOT NULL
);
