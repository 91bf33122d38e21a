-- Tables and columns are described in docs/schema.md.

CREATE TABLE artifacts (
    hash text NOT NULL,
    bytes bigint NOT NULL,
    CONSTRAINT pk_artifacts PRIMARY KEY (hash),
    CONSTRAINT ck_artifacts_bytes CHECK (bytes >= 0)
);

CREATE TABLE studies (
    name text NOT NULL,
    title text,
    definition text NOT NULL,
    submitted_at bigint NOT NULL,
    cancelled_at bigint,
    CONSTRAINT pk_studies PRIMARY KEY (name)
);

CREATE TABLE workers (
    id text NOT NULL,
    host text NOT NULL,
    process_id integer NOT NULL,
    started_at bigint NOT NULL,
    last_seen_at bigint NOT NULL,
    CONSTRAINT pk_workers PRIMARY KEY (id)
);

CREATE TABLE artifact_chunks (
    hash text NOT NULL,
    ordinal integer NOT NULL,
    data bytea NOT NULL,
    CONSTRAINT pk_artifact_chunks PRIMARY KEY (hash, ordinal),
    CONSTRAINT ck_artifact_chunks_ordinal CHECK (ordinal >= 0),
    CONSTRAINT fk_artifact_chunks_artifacts_hash FOREIGN KEY (hash) REFERENCES artifacts (hash) ON DELETE CASCADE
);

CREATE TABLE jobs (
    key text NOT NULL,
    kind text NOT NULL,
    version integer NOT NULL,
    state text NOT NULL,
    priority double precision NOT NULL,
    sequence bigint NOT NULL,
    missing_inputs integer NOT NULL,
    attempts integer NOT NULL,
    failures integer NOT NULL,
    losses integer NOT NULL,
    not_before bigint NOT NULL,
    token bigint NOT NULL,
    study text,
    worker text,
    lease_expires_at bigint,
    submitted_at bigint NOT NULL,
    finished_at bigint,
    duration_ms double precision,
    error text,
    settings text NOT NULL,
    CONSTRAINT pk_jobs PRIMARY KEY (key),
    CONSTRAINT ck_jobs_lease CHECK ((state = 'leased') = (lease_expires_at IS NOT NULL)),
    CONSTRAINT ck_jobs_missing_inputs CHECK (missing_inputs >= 0),
    CONSTRAINT ck_jobs_ready CHECK (state <> 'ready' OR missing_inputs = 0),
    CONSTRAINT ck_jobs_state CHECK (state IN ('waiting', 'ready', 'leased', 'done', 'failed', 'cancelled')),
    CONSTRAINT ck_jobs_tries CHECK (attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0)
);

CREATE TABLE adversarial_examples (
    job text NOT NULL,
    image integer NOT NULL,
    draw integer NOT NULL,
    label integer NOT NULL,
    target_class integer,
    predicted_before integer,
    predicted_after integer,
    distortion double precision NOT NULL,
    c double precision,
    iterations integer NOT NULL,
    gradient_evaluations integer NOT NULL,
    projected_gradient_norm double precision,
    success boolean,
    CONSTRAINT pk_adversarial_examples PRIMARY KEY (job, image, draw),
    CONSTRAINT ck_adversarial_examples_cost CHECK (iterations >= 0 AND gradient_evaluations >= 0),
    CONSTRAINT ck_adversarial_examples_distortion CHECK (distortion >= 0),
    CONSTRAINT ck_adversarial_examples_gradient CHECK (projected_gradient_norm >= 0),
    CONSTRAINT ck_adversarial_examples_position CHECK (image >= 0 AND draw >= 0),
    CONSTRAINT fk_adversarial_examples_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE adversarial_sets (
    job text NOT NULL,
    source text,
    attack_type text NOT NULL,
    data text NOT NULL,
    images integer NOT NULL,
    misclassified_before integer,
    successes integer,
    mean_distortion double precision NOT NULL,
    median_distortion double precision NOT NULL,
    gradient_evaluations bigint NOT NULL,
    CONSTRAINT pk_adversarial_sets PRIMARY KEY (job),
    CONSTRAINT ck_adversarial_sets_counts CHECK (misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0),
    CONSTRAINT ck_adversarial_sets_distortion CHECK (mean_distortion >= 0 AND median_distortion >= 0),
    CONSTRAINT fk_adversarial_sets_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_adversarial_sets_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE job_artifacts (
    job text NOT NULL,
    role text NOT NULL,
    hash text NOT NULL,
    CONSTRAINT pk_job_artifacts PRIMARY KEY (job, role),
    CONSTRAINT fk_job_artifacts_artifacts_hash FOREIGN KEY (hash) REFERENCES artifacts (hash) ON DELETE RESTRICT,
    CONSTRAINT fk_job_artifacts_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE job_inputs (
    job text NOT NULL,
    ordinal integer NOT NULL,
    role text NOT NULL,
    input text NOT NULL,
    CONSTRAINT pk_job_inputs PRIMARY KEY (job, ordinal),
    CONSTRAINT fk_job_inputs_jobs_input FOREIGN KEY (input) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_job_inputs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE model_errors (
    job text NOT NULL,
    data text NOT NULL,
    model text NOT NULL,
    images integer NOT NULL,
    errors integer NOT NULL,
    CONSTRAINT pk_model_errors PRIMARY KEY (job, data),
    CONSTRAINT ck_model_errors_errors CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT fk_model_errors_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_model_errors_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE models (
    job text NOT NULL,
    architecture text NOT NULL,
    parameters bigint NOT NULL,
    trained_on text NOT NULL,
    train_images integer NOT NULL,
    train_errors integer NOT NULL,
    train_loss double precision NOT NULL,
    epochs integer NOT NULL,
    stopped_by text NOT NULL,
    seed text NOT NULL,
    weights text NOT NULL,
    backend text NOT NULL,
    deterministic boolean NOT NULL,
    CONSTRAINT pk_models PRIMARY KEY (job),
    CONSTRAINT ck_models_epochs CHECK (epochs >= 0),
    CONSTRAINT ck_models_parameters CHECK (parameters >= 0),
    CONSTRAINT ck_models_train_errors CHECK (train_errors >= 0 AND train_errors <= train_images),
    CONSTRAINT fk_models_artifacts_weights FOREIGN KEY (weights) REFERENCES artifacts (hash) ON DELETE RESTRICT,
    CONSTRAINT fk_models_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE study_jobs (
    study text NOT NULL,
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
    borrowed boolean NOT NULL,
    CONSTRAINT pk_study_jobs PRIMARY KEY (study, position),
    CONSTRAINT fk_study_jobs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_study_jobs_studies_study FOREIGN KEY (study) REFERENCES studies (name) ON DELETE RESTRICT
);

CREATE TABLE training_epochs (
    job text NOT NULL,
    stage text NOT NULL,
    epoch integer NOT NULL,
    learning_rate double precision NOT NULL,
    loss double precision NOT NULL,
    running_train_error double precision,
    held_out_error double precision,
    CONSTRAINT pk_training_epochs PRIMARY KEY (job, stage, epoch),
    CONSTRAINT ck_training_epochs_epoch CHECK (epoch >= 1),
    CONSTRAINT ck_training_epochs_rates CHECK ((running_train_error IS NULL OR running_train_error BETWEEN 0 AND 1) AND (held_out_error IS NULL OR held_out_error BETWEEN 0 AND 1)),
    CONSTRAINT fk_training_epochs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE transfer_cells (
    job text NOT NULL,
    adversarial_set text NOT NULL,
    victim text NOT NULL,
    images integer NOT NULL,
    errors integer NOT NULL,
    error_rate_low double precision NOT NULL,
    error_rate_high double precision NOT NULL,
    victim_correct integer NOT NULL,
    errors_among_victim_correct integer NOT NULL,
    target_hits integer,
    CONSTRAINT pk_transfer_cells PRIMARY KEY (job),
    CONSTRAINT ck_transfer_cells_errors CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT ck_transfer_cells_errors_among_victim_correct CHECK (errors_among_victim_correct >= 0 AND errors_among_victim_correct <= errors AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT ck_transfer_cells_interval CHECK (error_rate_low >= 0 AND error_rate_low <= error_rate_high AND error_rate_high <= 1),
    CONSTRAINT ck_transfer_cells_target_hits CHECK (target_hits >= 0 AND target_hits <= errors),
    CONSTRAINT ck_transfer_cells_victim_correct CHECK (victim_correct >= 0 AND victim_correct <= images),
    CONSTRAINT fk_transfer_cells_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_cells_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_cells_jobs_victim FOREIGN KEY (victim) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE INDEX ix_adversarial_sets_source ON adversarial_sets (source);

CREATE INDEX ix_job_artifacts_hash ON job_artifacts (hash);

CREATE INDEX ix_job_inputs_input ON job_inputs (input);

CREATE INDEX ix_jobs_lease_expires_at ON jobs (lease_expires_at) WHERE lease_expires_at IS NOT NULL;

CREATE INDEX ix_jobs_priority_sequence ON jobs (priority DESC, sequence) WHERE state = 'ready';

CREATE INDEX ix_jobs_study_priority_sequence ON jobs (study, priority DESC, sequence) WHERE state = 'ready';

CREATE INDEX ix_model_errors_model ON model_errors (model);

CREATE INDEX ix_models_weights ON models (weights);

CREATE INDEX ix_study_jobs_job_study ON study_jobs (job, study);

CREATE INDEX ix_study_jobs_study_borrowed_job ON study_jobs (study, borrowed, job) WHERE borrowed;

CREATE INDEX ix_transfer_cells_adversarial_set ON transfer_cells (adversarial_set);

CREATE INDEX ix_transfer_cells_victim ON transfer_cells (victim);

-- Weights and pixels do not compress; trying costs more than it saves.
ALTER TABLE artifact_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
