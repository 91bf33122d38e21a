-- Tables and columns are described in docs/schema.md.
-- WITHOUT ROWID where the key is most of the row: it is stored once, and a job's rows lie together.

CREATE TABLE artifacts (
    hash TEXT NOT NULL CONSTRAINT pk_artifacts PRIMARY KEY,
    bytes INTEGER NOT NULL,
    CONSTRAINT ck_artifacts_bytes CHECK (bytes >= 0)
) WITHOUT ROWID;

CREATE TABLE studies (
    name TEXT NOT NULL CONSTRAINT pk_studies PRIMARY KEY,
    title TEXT,
    definition TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,
    cancelled_at INTEGER
);

CREATE TABLE workers (
    id TEXT NOT NULL CONSTRAINT pk_workers PRIMARY KEY,
    host TEXT NOT NULL,
    process_id INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
);

CREATE TABLE jobs (
    key TEXT NOT NULL CONSTRAINT pk_jobs PRIMARY KEY,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    state TEXT NOT NULL,
    priority REAL NOT NULL,
    sequence INTEGER NOT NULL,
    missing_inputs INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    losses INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    token INTEGER NOT NULL,
    study TEXT,
    worker TEXT,
    lease_expires_at INTEGER,
    submitted_at INTEGER NOT NULL,
    finished_at INTEGER,
    duration_ms REAL,
    error TEXT,
    settings TEXT NOT NULL,
    CONSTRAINT ck_jobs_lease CHECK ((state = 'leased') = (lease_expires_at IS NOT NULL)),
    CONSTRAINT ck_jobs_missing_inputs CHECK (missing_inputs >= 0),
    CONSTRAINT ck_jobs_ready CHECK (state <> 'ready' OR missing_inputs = 0),
    CONSTRAINT ck_jobs_state CHECK (state IN ('waiting', 'ready', 'leased', 'done', 'failed', 'cancelled')),
    CONSTRAINT ck_jobs_tries CHECK (attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0)
);

CREATE TABLE adversarial_examples (
    job TEXT NOT NULL,
    image INTEGER NOT NULL,
    draw INTEGER NOT NULL,
    label INTEGER NOT NULL,
    target_class INTEGER,
    predicted_before INTEGER,
    predicted_after INTEGER,
    distortion REAL NOT NULL,
    c REAL,
    iterations INTEGER NOT NULL,
    gradient_evaluations INTEGER NOT NULL,
    projected_gradient_norm REAL,
    success INTEGER,
    CONSTRAINT pk_adversarial_examples PRIMARY KEY (job, image, draw),
    CONSTRAINT ck_adversarial_examples_cost CHECK (iterations >= 0 AND gradient_evaluations >= 0),
    CONSTRAINT ck_adversarial_examples_distortion CHECK (distortion >= 0),
    CONSTRAINT ck_adversarial_examples_gradient CHECK (projected_gradient_norm >= 0),
    CONSTRAINT ck_adversarial_examples_position CHECK (image >= 0 AND draw >= 0),
    CONSTRAINT fk_adversarial_examples_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE adversarial_sets (
    job TEXT NOT NULL CONSTRAINT pk_adversarial_sets PRIMARY KEY,
    source TEXT,
    attack_type TEXT NOT NULL,
    data TEXT NOT NULL,
    images INTEGER NOT NULL,
    misclassified_before INTEGER,
    successes INTEGER,
    mean_distortion REAL NOT NULL,
    median_distortion REAL NOT NULL,
    gradient_evaluations INTEGER NOT NULL,
    CONSTRAINT ck_adversarial_sets_counts CHECK (misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0),
    CONSTRAINT ck_adversarial_sets_distortion CHECK (mean_distortion >= 0 AND median_distortion >= 0),
    CONSTRAINT fk_adversarial_sets_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_adversarial_sets_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE job_artifacts (
    job TEXT NOT NULL,
    role TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_job_artifacts PRIMARY KEY (job, role),
    CONSTRAINT fk_job_artifacts_artifacts_hash FOREIGN KEY (hash) REFERENCES artifacts (hash) ON DELETE RESTRICT,
    CONSTRAINT fk_job_artifacts_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE job_inputs (
    job TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    role TEXT NOT NULL,
    input TEXT NOT NULL,
    CONSTRAINT pk_job_inputs PRIMARY KEY (job, ordinal),
    CONSTRAINT fk_job_inputs_jobs_input FOREIGN KEY (input) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_job_inputs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE model_errors (
    job TEXT NOT NULL,
    data TEXT NOT NULL,
    model TEXT NOT NULL,
    images INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    CONSTRAINT pk_model_errors PRIMARY KEY (job, data),
    CONSTRAINT ck_model_errors_errors CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT fk_model_errors_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_model_errors_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE models (
    job TEXT NOT NULL CONSTRAINT pk_models PRIMARY KEY,
    architecture TEXT NOT NULL,
    parameters INTEGER NOT NULL,
    trained_on TEXT NOT NULL,
    train_images INTEGER NOT NULL,
    train_errors INTEGER NOT NULL,
    train_loss REAL NOT NULL,
    epochs INTEGER NOT NULL,
    stopped_by TEXT NOT NULL,
    seed TEXT NOT NULL,
    weights TEXT NOT NULL,
    backend TEXT NOT NULL,
    deterministic INTEGER NOT NULL,
    CONSTRAINT ck_models_epochs CHECK (epochs >= 0),
    CONSTRAINT ck_models_parameters CHECK (parameters >= 0),
    CONSTRAINT ck_models_train_errors CHECK (train_errors >= 0 AND train_errors <= train_images),
    CONSTRAINT fk_models_artifacts_weights FOREIGN KEY (weights) REFERENCES artifacts (hash) ON DELETE RESTRICT,
    CONSTRAINT fk_models_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE study_jobs (
    study TEXT NOT NULL,
    position INTEGER NOT NULL,
    job TEXT NOT NULL,
    kind TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    table_name TEXT,
    model TEXT,
    source TEXT,
    attack TEXT,
    victim TEXT,
    data TEXT,
    borrowed INTEGER NOT NULL,
    CONSTRAINT pk_study_jobs PRIMARY KEY (study, position),
    CONSTRAINT fk_study_jobs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_study_jobs_studies_study FOREIGN KEY (study) REFERENCES studies (name) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE training_epochs (
    job TEXT NOT NULL,
    stage TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    learning_rate REAL NOT NULL,
    loss REAL NOT NULL,
    running_train_error REAL,
    held_out_error REAL,
    CONSTRAINT pk_training_epochs PRIMARY KEY (job, stage, epoch),
    CONSTRAINT ck_training_epochs_epoch CHECK (epoch >= 1),
    CONSTRAINT ck_training_epochs_rates CHECK ((running_train_error IS NULL OR running_train_error BETWEEN 0 AND 1) AND (held_out_error IS NULL OR held_out_error BETWEEN 0 AND 1)),
    CONSTRAINT fk_training_epochs_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE transfer_cells (
    job TEXT NOT NULL CONSTRAINT pk_transfer_cells PRIMARY KEY,
    adversarial_set TEXT NOT NULL,
    victim TEXT NOT NULL,
    images INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    error_rate_low REAL NOT NULL,
    error_rate_high REAL NOT NULL,
    victim_correct INTEGER NOT NULL,
    errors_among_victim_correct INTEGER NOT NULL,
    target_hits INTEGER,
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
