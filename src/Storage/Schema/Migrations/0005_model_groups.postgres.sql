CREATE TABLE model_groups (
    job text NOT NULL,
    data text NOT NULL,
    images integer NOT NULL,
    models integer NOT NULL,
    mean_error double precision NOT NULL,
    error_deviation double precision,
    error_low double precision,
    error_high double precision,
    smallest_error double precision NOT NULL,
    largest_error double precision NOT NULL,
    pairs integer NOT NULL,
    mean_difference double precision,
    difference_low double precision,
    difference_high double precision,
    CONSTRAINT pk_model_groups PRIMARY KEY (job),
    CONSTRAINT ck_model_groups_errors CHECK (smallest_error >= 0 AND smallest_error <= largest_error AND largest_error <= 1),
    CONSTRAINT ck_model_groups_pairs CHECK (pairs >= 0 AND pairs <= models),
    CONSTRAINT fk_model_groups_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE VIEW v_groups AS
SELECT s.study, s.position, s.table_name, s.model AS model_group, s.source AS baseline, s.data, g.models, g.images, g.mean_error, g.error_deviation,
    g.error_low, g.error_high, g.smallest_error, g.largest_error, g.pairs, g.mean_difference, g.difference_low, g.difference_high, g.job
FROM study_jobs s JOIN model_groups g ON g.job = s.job
WHERE s.kind = 'compare-models';
