CREATE TABLE model_groups (
    job TEXT NOT NULL CONSTRAINT pk_model_groups PRIMARY KEY,
    data TEXT NOT NULL,
    images INTEGER NOT NULL,
    models INTEGER NOT NULL,
    mean_error REAL NOT NULL,
    error_deviation REAL,
    error_low REAL,
    error_high REAL,
    smallest_error REAL NOT NULL,
    largest_error REAL NOT NULL,
    pairs INTEGER NOT NULL,
    mean_difference REAL,
    difference_low REAL,
    difference_high REAL,
    CONSTRAINT ck_model_groups_errors CHECK (smallest_error >= 0 AND smallest_error <= largest_error AND largest_error <= 1),
    CONSTRAINT ck_model_groups_pairs CHECK (pairs >= 0 AND pairs <= models),
    CONSTRAINT fk_model_groups_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE VIEW v_groups AS
SELECT s.study, s.position, s.table_name, s.model AS model_group, s.source AS baseline, s.data, g.models, g.images, g.mean_error, g.error_deviation,
    g.error_low, g.error_high, g.smallest_error, g.largest_error, g.pairs, g.mean_difference, g.difference_low, g.difference_high, g.job
FROM study_jobs s JOIN model_groups g ON g.job = s.job
WHERE s.kind = 'compare-models';
