-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE studies ADD priority integer NOT NULL DEFAULT 10;

ALTER TABLE jobs ADD lease_study text;

ALTER TABLE jobs ADD leased_at bigint;

CREATE TABLE shares (
    owner text NOT NULL,
    study text NOT NULL,
    used_ms double precision NOT NULL,
    active boolean NOT NULL,
    kept_until bigint NOT NULL,
    CONSTRAINT pk_shares PRIMARY KEY (owner, study)
);

CREATE TABLE quotas (
    owner text NOT NULL,
    jobs integer,
    device_hours double precision,
    CONSTRAINT pk_quotas PRIMARY KEY (owner),
    CONSTRAINT ck_quotas_device_hours CHECK (device_hours > 0),
    CONSTRAINT ck_quotas_jobs CHECK (jobs >= 1)
);

CREATE TABLE device_usage (
    owner text NOT NULL,
    day bigint NOT NULL,
    device_ms double precision NOT NULL,
    CONSTRAINT pk_device_usage PRIMARY KEY (owner, day)
);
