-- Written from the records by a test; see CONTRIBUTING.md.

CREATE TABLE artifacts (
    hash text NOT NULL,
    bytes bigint NOT NULL,
    CONSTRAINT pk_artifacts PRIMARY KEY (hash),
    CONSTRAINT ck_artifacts_bytes CHECK (bytes >= 0)
);

CREATE TABLE device_usage (
    owner text NOT NULL,
    day bigint NOT NULL,
    device_ms double precision NOT NULL,
    CONSTRAINT pk_device_usage PRIMARY KEY (owner, day)
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
    device text NOT NULL DEFAULT 'cpu',
    cost double precision NOT NULL DEFAULT 0.0,
    memory_bytes bigint NOT NULL DEFAULT 0,
    lease_study text,
    leased_at bigint,
    CONSTRAINT pk_jobs PRIMARY KEY (key),
    CONSTRAINT ck_jobs_lease CHECK ((state = 'leased') = (lease_expires_at IS NOT NULL)),
    CONSTRAINT ck_jobs_missing_inputs CHECK (missing_inputs >= 0),
    CONSTRAINT ck_jobs_ready CHECK (state <> 'ready' OR missing_inputs = 0),
    CONSTRAINT ck_jobs_state CHECK (state IN ('waiting', 'ready', 'leased', 'done', 'failed', 'cancelled')),
    CONSTRAINT ck_jobs_tries CHECK (attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0)
);

CREATE TABLE quotas (
    owner text NOT NULL,
    jobs integer,
    device_hours double precision,
    CONSTRAINT pk_quotas PRIMARY KEY (owner),
    CONSTRAINT ck_quotas_device_hours CHECK (device_hours > 0),
    CONSTRAINT ck_quotas_jobs CHECK (jobs >= 1)
);

CREATE TABLE schema_versions (
    version integer NOT NULL,
    name text NOT NULL,
    applied_at bigint NOT NULL,
    CONSTRAINT pk_schema_versions PRIMARY KEY (version)
);

CREATE TABLE shares (
    owner text NOT NULL,
    study text NOT NULL,
    used_ms double precision NOT NULL,
    active boolean NOT NULL,
    kept_until bigint NOT NULL,
    CONSTRAINT pk_shares PRIMARY KEY (owner, study)
);

CREATE TABLE silos (
    cluster text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    program text NOT NULL,
    devices text NOT NULL,
    memory_bytes bigint NOT NULL,
    places integer NOT NULL,
    in_hand integer NOT NULL,
    ended boolean NOT NULL,
    drains boolean NOT NULL,
    last_seen_at bigint NOT NULL,
    CONSTRAINT pk_silos PRIMARY KEY (cluster, name),
    CONSTRAINT ck_silos_amounts CHECK (memory_bytes >= 0 AND places >= 0 AND in_hand >= 0)
);

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
    priority integer NOT NULL DEFAULT 10,
    CONSTRAINT pk_studies PRIMARY KEY (name, revision),
    CONSTRAINT ck_studies_revision CHECK (revision >= 1)
);

CREATE TABLE verdict_places (
    place integer NOT NULL,
    CONSTRAINT pk_verdict_places PRIMARY KEY (place)
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

CREATE TABLE adversarial_examples (
    job text NOT NULL,
    image integer NOT NULL,
    draw integer NOT NULL,
    label integer NOT NULL,
    target_class integer,
    predicted_before integer,
    predicted_after integer,
    predicted_as_bytes integer,
    distortion double precision NOT NULL,
    linf double precision,
    c double precision,
    iterations integer NOT NULL,
    gradient_evaluations integer NOT NULL,
    projected_gradient_norm double precision,
    success boolean,
    success_as_bytes boolean,
    CONSTRAINT pk_adversarial_examples PRIMARY KEY (job, image, draw),
    CONSTRAINT ck_adversarial_examples_cost CHECK (iterations >= 0 AND gradient_evaluations >= 0),
    CONSTRAINT ck_adversarial_examples_distortion CHECK (distortion >= 0),
    CONSTRAINT ck_adversarial_examples_gradient CHECK (projected_gradient_norm >= 0),
    CONSTRAINT ck_adversarial_examples_linf CHECK (linf >= 0),
    CONSTRAINT ck_adversarial_examples_position CHECK (image >= 0 AND draw >= 0),
    CONSTRAINT fk_adversarial_examples_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE adversarial_sets (
    job text NOT NULL,
    source text,
    attack_type text NOT NULL,
    attack_class text,
    norm text,
    epsilon double precision,
    data text NOT NULL,
    images integer NOT NULL,
    misclassified_before integer,
    attacked integer,
    successes integer,
    failures integer,
    mean_distortion double precision,
    median_distortion double precision,
    mean_l2 double precision,
    mean_linf double precision,
    wanted integer,
    mean_distortion_wanted double precision,
    gradient_evaluations bigint NOT NULL,
    survivors integer,
    no_class integer,
    backend text NOT NULL,
    deterministic boolean NOT NULL,
    CONSTRAINT pk_adversarial_sets PRIMARY KEY (job),
    CONSTRAINT ck_adversarial_sets_attack_class CHECK (attack_class IN ('fixed-budget', 'minimal-norm', 'control')),
    CONSTRAINT ck_adversarial_sets_attacked CHECK (attacked = images - misclassified_before),
    CONSTRAINT ck_adversarial_sets_counts CHECK (misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0),
    CONSTRAINT ck_adversarial_sets_distortion CHECK (mean_distortion >= 0 AND median_distortion >= 0),
    CONSTRAINT ck_adversarial_sets_epsilon CHECK (epsilon > 0),
    CONSTRAINT ck_adversarial_sets_failures CHECK (failures = attacked - successes AND failures >= 0),
    CONSTRAINT ck_adversarial_sets_mean_distortion_wanted CHECK (mean_distortion_wanted >= 0),
    CONSTRAINT ck_adversarial_sets_mean_l2 CHECK (mean_l2 >= 0),
    CONSTRAINT ck_adversarial_sets_mean_linf CHECK (mean_linf >= 0),
    CONSTRAINT ck_adversarial_sets_no_class CHECK (no_class >= 0),
    CONSTRAINT ck_adversarial_sets_survivors CHECK (survivors <= successes AND survivors >= 0),
    CONSTRAINT ck_adversarial_sets_wanted CHECK (wanted >= successes AND wanted <= images),
    CONSTRAINT fk_adversarial_sets_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_adversarial_sets_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE claims (
    job text NOT NULL,
    place text NOT NULL,
    statement text NOT NULL,
    verdict text NOT NULL,
    unit text NOT NULL,
    ours double precision NOT NULL,
    low double precision,
    high double precision,
    theirs double precision,
    rule text NOT NULL,
    detail text,
    why text,
    claim text NOT NULL,
    publication text NOT NULL,
    CONSTRAINT pk_claims PRIMARY KEY (job),
    CONSTRAINT ck_claims_interval CHECK (low <= ours AND ours <= high),
    CONSTRAINT ck_claims_verdict CHECK (verdict IN ('reproduced', 'inside the interval', 'deviates')),
    CONSTRAINT fk_claims_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
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

CREATE TABLE layer_gains (
    job text NOT NULL,
    direction text NOT NULL,
    layer integer NOT NULL,
    model text NOT NULL,
    adversarial_set text NOT NULL,
    images integer NOT NULL,
    mean_gain double precision NOT NULL,
    median_gain double precision NOT NULL,
    max_gain double precision NOT NULL,
    mean_cumulative_gain double precision NOT NULL,
    median_cumulative_gain double precision NOT NULL,
    max_cumulative_gain double precision NOT NULL,
    CONSTRAINT pk_layer_gains PRIMARY KEY (job, direction, layer),
    CONSTRAINT ck_layer_gains_gains CHECK (mean_gain >= 0 AND mean_gain <= max_gain * 1.000001 AND mean_cumulative_gain >= 0),
    CONSTRAINT ck_layer_gains_images CHECK (images >= 0),
    CONSTRAINT fk_layer_gains_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_layer_gains_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_layer_gains_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE model_errors (
    job text NOT NULL,
    data text NOT NULL,
    model text NOT NULL,
    images integer NOT NULL,
    errors integer NOT NULL,
    backend text NOT NULL,
    deterministic boolean NOT NULL,
    CONSTRAINT pk_model_errors PRIMARY KEY (job, data),
    CONSTRAINT ck_model_errors_errors CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT fk_model_errors_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_model_errors_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE model_groups (
    job text NOT NULL,
    data text NOT NULL,
    models integer NOT NULL,
    images integer NOT NULL,
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

CREATE TABLE noise_curves (
    job text NOT NULL,
    perturbation text NOT NULL,
    step integer NOT NULL,
    size double precision NOT NULL,
    model text NOT NULL,
    data text NOT NULL,
    images integer NOT NULL,
    correct integer NOT NULL,
    mean_distortion double precision,
    CONSTRAINT pk_noise_curves PRIMARY KEY (job, perturbation, step),
    CONSTRAINT ck_noise_curves_correct CHECK (correct >= 0 AND correct <= images),
    CONSTRAINT ck_noise_curves_size CHECK (step >= 0 AND size > 0),
    CONSTRAINT fk_noise_curves_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_noise_curves_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE random_directions (
    job text NOT NULL,
    clipped boolean NOT NULL,
    adversarial_set text NOT NULL,
    model text NOT NULL,
    images integer NOT NULL,
    moved integer NOT NULL,
    tries integer NOT NULL,
    fooled integer NOT NULL,
    images_fooled integer NOT NULL,
    adversarial_distortion double precision NOT NULL,
    mean_distortion double precision NOT NULL,
    CONSTRAINT pk_random_directions PRIMARY KEY (job, clipped),
    CONSTRAINT ck_random_directions_fooled CHECK (fooled >= 0 AND fooled <= tries),
    CONSTRAINT ck_random_directions_images_fooled CHECK (images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled),
    CONSTRAINT ck_random_directions_moved CHECK (moved >= 1 AND moved <= images AND moved <= tries),
    CONSTRAINT fk_random_directions_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_random_directions_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_random_directions_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE spectral_layers (
    job text NOT NULL,
    layer integer NOT NULL,
    model text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    output_shape text NOT NULL,
    operation_bound double precision NOT NULL,
    method text NOT NULL,
    zero_padded_norm double precision,
    activation_bound double precision NOT NULL,
    bound double precision NOT NULL,
    cumulative_bound double precision NOT NULL,
    converged boolean NOT NULL,
    CONSTRAINT pk_spectral_layers PRIMARY KEY (job, layer),
    CONSTRAINT ck_spectral_layers_bounds CHECK (operation_bound >= 0 AND activation_bound > 0 AND bound >= 0 AND cumulative_bound >= 0),
    CONSTRAINT ck_spectral_layers_layer CHECK (layer >= 0),
    CONSTRAINT fk_spectral_layers_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_spectral_layers_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
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
    adversarial_set text,
    clean_job text,
    victim text NOT NULL,
    images integer NOT NULL,
    errors integer NOT NULL,
    victim_correct integer NOT NULL,
    errors_among_victim_correct integer NOT NULL,
    target_hits integer,
    no_class integer,
    noise_errors integer,
    backend text NOT NULL,
    deterministic boolean NOT NULL,
    CONSTRAINT pk_transfer_cells PRIMARY KEY (job),
    CONSTRAINT ck_transfer_cells_errors CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT ck_transfer_cells_errors_among_victim_correct CHECK (errors_among_victim_correct >= 0 AND errors_among_victim_correct <= errors AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT ck_transfer_cells_no_class CHECK (no_class >= 0 AND no_class <= errors),
    CONSTRAINT ck_transfer_cells_noise_errors CHECK (noise_errors >= 0 AND noise_errors <= images),
    CONSTRAINT ck_transfer_cells_target_hits CHECK (target_hits >= 0 AND target_hits <= errors),
    CONSTRAINT ck_transfer_cells_victim_correct CHECK (victim_correct >= 0 AND victim_correct <= images),
    CONSTRAINT fk_transfer_cells_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_cells_jobs_clean_job FOREIGN KEY (clean_job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_cells_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_cells_jobs_victim FOREIGN KEY (victim) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE transfer_distance_points (
    job text NOT NULL,
    axis text NOT NULL,
    step integer NOT NULL,
    limit_value double precision NOT NULL,
    images integer NOT NULL,
    fooled integer NOT NULL,
    CONSTRAINT pk_transfer_distance_points PRIMARY KEY (job, axis, step),
    CONSTRAINT ck_transfer_distance_points_counts CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT fk_transfer_distance_points_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE transfer_distances (
    job text NOT NULL,
    adversarial_set text NOT NULL,
    victim text NOT NULL,
    images integer NOT NULL,
    victim_correct integer NOT NULL,
    fooled integer NOT NULL,
    cap double precision NOT NULL,
    first_quartile double precision,
    median_magnification double precision,
    third_quartile double precision,
    median_distortion double precision,
    CONSTRAINT pk_transfer_distances PRIMARY KEY (job),
    CONSTRAINT ck_transfer_distances_cap CHECK (cap > 0),
    CONSTRAINT ck_transfer_distances_counts CHECK (victim_correct >= 0 AND victim_correct <= images AND fooled >= 0 AND fooled <= victim_correct),
    CONSTRAINT fk_transfer_distances_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_distances_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_distances_jobs_victim FOREIGN KEY (victim) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE unit_draws (
    job text NOT NULL,
    basis text NOT NULL,
    draw integer NOT NULL,
    tied boolean NOT NULL,
    label integer NOT NULL,
    purity double precision NOT NULL,
    entropy double precision NOT NULL,
    images text NOT NULL,
    CONSTRAINT pk_unit_draws PRIMARY KEY (job, basis, draw),
    CONSTRAINT ck_unit_draws_draw CHECK (draw >= 0),
    CONSTRAINT ck_unit_draws_entropy CHECK (entropy >= 0),
    CONSTRAINT ck_unit_draws_purity CHECK (purity > 0 AND purity <= 1),
    CONSTRAINT fk_unit_draws_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE units (
    job text NOT NULL,
    basis text NOT NULL,
    model text NOT NULL,
    data text NOT NULL,
    layer integer NOT NULL,
    layer_kind text NOT NULL,
    units integer NOT NULL,
    top integer NOT NULL,
    draws integer NOT NULL,
    tied integer NOT NULL,
    purity double precision,
    purity_low double precision,
    purity_high double precision,
    entropy double precision,
    entropy_low double precision,
    entropy_high double precision,
    CONSTRAINT pk_units PRIMARY KEY (job, basis),
    CONSTRAINT ck_units_basis CHECK (basis IN ('unit', 'random-direction', 'random-images')),
    CONSTRAINT ck_units_counts CHECK (layer >= 0 AND units >= 1 AND top >= 1 AND draws >= 0 AND tied >= 0),
    CONSTRAINT ck_units_entropy CHECK (entropy_low >= 0 AND entropy_low <= entropy AND entropy <= entropy_high),
    CONSTRAINT ck_units_purity CHECK (purity_low >= 0 AND purity_low <= purity AND purity <= purity_high AND purity_high <= 1),
    CONSTRAINT fk_units_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_units_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE universal_cells (
    job text NOT NULL,
    perturbation text NOT NULL,
    source text NOT NULL,
    victim text NOT NULL,
    images integer NOT NULL,
    fooled integer NOT NULL,
    victim_correct integer NOT NULL,
    errors_among_victim_correct integer NOT NULL,
    mean_distortion double precision NOT NULL,
    CONSTRAINT pk_universal_cells PRIMARY KEY (job, perturbation),
    CONSTRAINT ck_universal_cells_counts CHECK (fooled >= 0 AND fooled <= images AND victim_correct >= 0 AND victim_correct <= images AND errors_among_victim_correct >= 0 AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT fk_universal_cells_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_universal_cells_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_universal_cells_jobs_victim FOREIGN KEY (victim) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE universal_perturbations (
    job text NOT NULL,
    source text NOT NULL,
    data text NOT NULL,
    images integer NOT NULL,
    fooled integer NOT NULL,
    rounds integer NOT NULL,
    distortion double precision NOT NULL,
    gradient_evaluations integer NOT NULL,
    CONSTRAINT pk_universal_perturbations PRIMARY KEY (job),
    CONSTRAINT ck_universal_perturbations_distortion CHECK (distortion >= 0),
    CONSTRAINT ck_universal_perturbations_fooled CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT fk_universal_perturbations_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_universal_perturbations_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE verdict_blocks (
    job text NOT NULL,
    draw integer NOT NULL,
    block integer NOT NULL,
    images integer NOT NULL,
    width integer NOT NULL,
    predictions bytea NOT NULL,
    noise_predictions bytea,
    CONSTRAINT pk_verdict_blocks PRIMARY KEY (job, draw, block),
    CONSTRAINT ck_verdict_blocks_images CHECK (images >= 1 AND images <= 180),
    CONSTRAINT ck_verdict_blocks_place CHECK (draw >= 0 AND block >= 0),
    CONSTRAINT ck_verdict_blocks_width CHECK (width IN (1, 2)),
    CONSTRAINT fk_verdict_blocks_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE TABLE verdict_images (
    job text NOT NULL,
    block integer NOT NULL,
    first_image integer NOT NULL,
    offsets bytea,
    width integer NOT NULL,
    labels bytea NOT NULL,
    CONSTRAINT pk_verdict_images PRIMARY KEY (job, block),
    CONSTRAINT ck_verdict_images_block CHECK (block >= 0),
    CONSTRAINT ck_verdict_images_first_image CHECK (first_image >= 0),
    CONSTRAINT ck_verdict_images_width CHECK (width IN (1, 2)),
    CONSTRAINT fk_verdict_images_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
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

CREATE TABLE activities (
    job text NOT NULL,
    worker text NOT NULL,
    started_at bigint NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    unit text NOT NULL,
    note text,
    CONSTRAINT pk_activities PRIMARY KEY (job),
    CONSTRAINT ck_activities_amount CHECK (done >= 0 AND total >= 0),
    CONSTRAINT fk_activities_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE CASCADE,
    CONSTRAINT fk_activities_workers_worker FOREIGN KEY (worker) REFERENCES workers (id) ON DELETE CASCADE
);

CREATE TABLE worker_reports (
    worker text NOT NULL,
    slots integer NOT NULL,
    images_per_second double precision NOT NULL,
    gradient_evaluations_per_second double precision NOT NULL,
    CONSTRAINT pk_worker_reports PRIMARY KEY (worker),
    CONSTRAINT ck_worker_reports_rates CHECK (slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0),
    CONSTRAINT fk_worker_reports_workers_worker FOREIGN KEY (worker) REFERENCES workers (id) ON DELETE CASCADE
);

CREATE INDEX ix_activities_worker ON activities (worker);

CREATE INDEX ix_adversarial_sets_source ON adversarial_sets (source);

CREATE INDEX ix_job_artifacts_hash ON job_artifacts (hash);

CREATE INDEX ix_job_inputs_input ON job_inputs (input);

CREATE INDEX ix_jobs_lease_expires_at ON jobs (lease_expires_at) WHERE lease_expires_at IS NOT NULL;

CREATE INDEX ix_jobs_priority_sequence ON jobs (priority DESC, sequence) WHERE state = 'ready';

CREATE INDEX ix_jobs_study_priority_sequence ON jobs (study, priority DESC, sequence) WHERE state = 'ready';

CREATE INDEX ix_layer_gains_adversarial_set ON layer_gains (adversarial_set);

CREATE INDEX ix_layer_gains_model ON layer_gains (model);

CREATE INDEX ix_model_errors_model ON model_errors (model);

CREATE INDEX ix_models_weights ON models (weights);

CREATE INDEX ix_noise_curves_model ON noise_curves (model);

CREATE INDEX ix_random_directions_adversarial_set ON random_directions (adversarial_set);

CREATE INDEX ix_random_directions_model ON random_directions (model);

CREATE INDEX ix_spectral_layers_model ON spectral_layers (model);

CREATE INDEX ix_study_jobs_job_study ON study_jobs (job, study);

CREATE INDEX ix_study_jobs_study_borrowed_job ON study_jobs (study, borrowed, job) WHERE borrowed;

CREATE INDEX ix_transfer_cells_adversarial_set ON transfer_cells (adversarial_set);

CREATE INDEX ix_transfer_cells_victim ON transfer_cells (victim);

CREATE INDEX ix_transfer_distances_adversarial_set ON transfer_distances (adversarial_set);

CREATE INDEX ix_transfer_distances_victim ON transfer_distances (victim);

CREATE INDEX ix_units_model ON units (model);

CREATE INDEX ix_universal_cells_source ON universal_cells (source);

CREATE INDEX ix_universal_cells_victim ON universal_cells (victim);

CREATE INDEX ix_universal_perturbations_source ON universal_perturbations (source);

ALTER TABLE artifact_chunks ALTER COLUMN data SET STORAGE EXTERNAL;

INSERT INTO verdict_places (place)
WITH RECURSIVE n (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM n WHERE place < 179)
SELECT place FROM n;
