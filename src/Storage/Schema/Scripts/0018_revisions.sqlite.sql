-- Written from the records by a test; see CONTRIBUTING.md.

CREATE TABLE earlier_studies AS SELECT * FROM studies;

CREATE TABLE earlier_study_jobs AS SELECT * FROM study_jobs;

DROP TABLE study_jobs;

DROP TABLE studies;

CREATE TABLE "studies" (
    "name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NULL,
    "definition" TEXT NOT NULL,
    "submitted_at" INTEGER NOT NULL,
    "submitted_by" TEXT NULL,
    "submitted_from" TEXT NULL,
    "superseded_at" INTEGER NULL,
    "cancelled_at" INTEGER NULL,
    CONSTRAINT "pk_studies" PRIMARY KEY ("name", "revision"),
    CONSTRAINT "ck_studies_revision" CHECK (revision >= 1)
) WITHOUT ROWID;

CREATE TABLE "study_jobs" (
    "study" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "table_name" TEXT NULL,
    "model" TEXT NULL,
    "source" TEXT NULL,
    "attack" TEXT NULL,
    "victim" TEXT NULL,
    "data" TEXT NULL,
    "replicate" INTEGER NOT NULL DEFAULT 1,
    "borrowed" INTEGER NOT NULL,
    CONSTRAINT "pk_study_jobs" PRIMARY KEY ("study", "revision", "position"),
    CONSTRAINT "fk_study_jobs_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_study_jobs_studies_study_revision" FOREIGN KEY ("study", "revision") REFERENCES "studies" ("name", "revision") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE INDEX "ix_study_jobs_job_study" ON "study_jobs" ("job", "study");

CREATE INDEX "ix_study_jobs_study_borrowed_job" ON "study_jobs" ("study", "borrowed", "job") WHERE borrowed;

INSERT INTO studies (name, revision, title, definition, submitted_at, cancelled_at) SELECT name, 1, title, definition, submitted_at, cancelled_at FROM earlier_studies;

INSERT INTO study_jobs (study, revision, position, job, kind, ordinal, table_name, model, source, attack, victim, data, replicate, borrowed) SELECT study, 1, position, job, kind, ordinal, table_name, model, source, attack, victim, data, replicate, borrowed FROM earlier_study_jobs;

DROP TABLE earlier_study_jobs;

DROP TABLE earlier_studies;
