-- Written from the records by a test; see CONTRIBUTING.md.

CREATE TABLE earlier_studies AS SELECT * FROM studies;

CREATE TABLE earlier_study_jobs AS SELECT * FROM study_jobs;

DROP TABLE study_jobs;

DROP TABLE studies;

CREATE TABLE studies (
    name text NOT NULL,
    revision integer NOT NULL,
    title text,
    definition text NOT NULL,
    submitted_at bigint NOT NULL,
    submitted_by text,
    submitted_from text,
    superseded_at bigint,
    cancelled_at bigint,
    CONSTRAINT pk_studies PRIMARY KEY (name, revision),
    CONSTRAINT ck_studies_revision CHECK (revision >= 1)
);

CREATE TABLE study_jobs (
    study text NOT NULL,
    revision integer NOT NULL,
    position integer NOT NULL,
    job text NOT NULL,
    kind text NOT NULL,
    ordinal integer NOT NULL,
    table_name text,
    model text,
    source text,
    attack text,
    victim text,
    data text,
    replicate integer NOT NULL DEFAULT 1,
    borrowed boolean NOT NULL,
    CONSTRAINT pk_study_jobs PRIMARY KEY (study, revision, position),
    CONSTRAINT fk_study_jobs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_study_jobs_studies_study_revision FOREIGN KEY (study, revision) REFERENCES studies (name, revision) ON DELETE RESTRICT
);

CREATE INDEX ix_study_jobs_job_study ON study_jobs (job, study);

CREATE INDEX ix_study_jobs_study_borrowed_job ON study_jobs (study, borrowed, job) WHERE borrowed;

INSERT INTO studies (name, revision, title, definition, submitted_at, cancelled_at) SELECT name, 1, title, definition, submitted_at, cancelled_at FROM earlier_studies;

INSERT INTO study_jobs (study, revision, position, job, kind, ordinal, table_name, model, source, attack, victim, data, replicate, borrowed) SELECT study, 1, position, job, kind, ordinal, table_name, model, source, attack, victim, data, replicate, borrowed FROM earlier_study_jobs;

DROP TABLE earlier_study_jobs;

DROP TABLE earlier_studies;
