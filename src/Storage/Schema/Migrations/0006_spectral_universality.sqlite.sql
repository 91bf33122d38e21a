CREATE TABLE spectral_layers (
    job TEXT NOT NULL,
    layer INTEGER NOT NULL,
    model TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    output_shape TEXT NOT NULL,
    operation_bound REAL NOT NULL,
    method TEXT NOT NULL,
    zero_padded_norm REAL,
    activation_bound REAL NOT NULL,
    bound REAL NOT NULL,
    cumulative_bound REAL NOT NULL,
    converged INTEGER NOT NULL,
    CONSTRAINT pk_spectral_layers PRIMARY KEY (job, layer),
    CONSTRAINT ck_spectral_layers_bounds CHECK (operation_bound >= 0 AND activation_bound > 0 AND bound >= 0 AND cumulative_bound >= 0),
    CONSTRAINT ck_spectral_layers_layer CHECK (layer >= 0),
    CONSTRAINT fk_spectral_layers_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_spectral_layers_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE INDEX ix_spectral_layers_model ON spectral_layers (model);

CREATE TABLE layer_gains (
    job TEXT NOT NULL,
    direction TEXT NOT NULL,
    layer INTEGER NOT NULL,
    model TEXT NOT NULL,
    adversarial_set TEXT NOT NULL,
    images INTEGER NOT NULL,
    mean_gain REAL NOT NULL,
    median_gain REAL NOT NULL,
    max_gain REAL NOT NULL,
    mean_cumulative_gain REAL NOT NULL,
    median_cumulative_gain REAL NOT NULL,
    max_cumulative_gain REAL NOT NULL,
    CONSTRAINT pk_layer_gains PRIMARY KEY (job, direction, layer),
    CONSTRAINT ck_layer_gains_gains CHECK (mean_gain >= 0 AND mean_gain <= max_gain * 1.000001 AND mean_cumulative_gain >= 0),
    CONSTRAINT ck_layer_gains_images CHECK (images >= 0),
    CONSTRAINT fk_layer_gains_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_layer_gains_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_layer_gains_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE INDEX ix_layer_gains_adversarial_set ON layer_gains (adversarial_set);
CREATE INDEX ix_layer_gains_model ON layer_gains (model);

CREATE TABLE universal_perturbations (
    job TEXT NOT NULL CONSTRAINT pk_universal_perturbations PRIMARY KEY,
    source TEXT NOT NULL,
    data TEXT NOT NULL,
    images INTEGER NOT NULL,
    fooled INTEGER NOT NULL,
    rounds INTEGER NOT NULL,
    distortion REAL NOT NULL,
    gradient_evaluations INTEGER NOT NULL,
    CONSTRAINT ck_universal_perturbations_distortion CHECK (distortion >= 0),
    CONSTRAINT ck_universal_perturbations_fooled CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT fk_universal_perturbations_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_universal_perturbations_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE INDEX ix_universal_perturbations_source ON universal_perturbations (source);

CREATE TABLE universal_cells (
    job TEXT NOT NULL,
    perturbation TEXT NOT NULL,
    source TEXT NOT NULL,
    victim TEXT NOT NULL,
    images INTEGER NOT NULL,
    fooled INTEGER NOT NULL,
    fooling_rate_low REAL NOT NULL,
    fooling_rate_high REAL NOT NULL,
    victim_correct INTEGER NOT NULL,
    errors_among_victim_correct INTEGER NOT NULL,
    mean_distortion REAL NOT NULL,
    CONSTRAINT pk_universal_cells PRIMARY KEY (job, perturbation),
    CONSTRAINT ck_universal_cells_counts CHECK (fooled >= 0 AND fooled <= images AND victim_correct >= 0 AND victim_correct <= images AND errors_among_victim_correct >= 0 AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT ck_universal_cells_interval CHECK (fooling_rate_low >= 0 AND fooling_rate_low <= fooling_rate_high AND fooling_rate_high <= 1),
    CONSTRAINT fk_universal_cells_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_universal_cells_jobs_source FOREIGN KEY (source) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_universal_cells_jobs_victim FOREIGN KEY (victim) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE INDEX ix_universal_cells_source ON universal_cells (source);
CREATE INDEX ix_universal_cells_victim ON universal_cells (victim);

CREATE TABLE transfer_distances (
    job TEXT NOT NULL CONSTRAINT pk_transfer_distances PRIMARY KEY,
    adversarial_set TEXT NOT NULL,
    victim TEXT NOT NULL,
    images INTEGER NOT NULL,
    victim_correct INTEGER NOT NULL,
    fooled INTEGER NOT NULL,
    cap REAL NOT NULL,
    first_quartile REAL,
    median_magnification REAL,
    third_quartile REAL,
    median_distortion REAL,
    CONSTRAINT ck_transfer_distances_cap CHECK (cap > 0),
    CONSTRAINT ck_transfer_distances_counts CHECK (victim_correct >= 0 AND victim_correct <= images AND fooled >= 0 AND fooled <= victim_correct),
    CONSTRAINT fk_transfer_distances_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_distances_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_transfer_distances_jobs_victim FOREIGN KEY (victim) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE INDEX ix_transfer_distances_adversarial_set ON transfer_distances (adversarial_set);
CREATE INDEX ix_transfer_distances_victim ON transfer_distances (victim);

CREATE TABLE transfer_distance_points (
    job TEXT NOT NULL,
    axis TEXT NOT NULL,
    step INTEGER NOT NULL,
    limit_value REAL NOT NULL,
    images INTEGER NOT NULL,
    fooled INTEGER NOT NULL,
    rate_low REAL NOT NULL,
    rate_high REAL NOT NULL,
    CONSTRAINT pk_transfer_distance_points PRIMARY KEY (job, axis, step),
    CONSTRAINT ck_transfer_distance_points_counts CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT ck_transfer_distance_points_interval CHECK (rate_low >= 0 AND rate_low <= rate_high AND rate_high <= 1),
    CONSTRAINT fk_transfer_distance_points_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE VIEW v_spectral AS
SELECT s.study, s.position, s.table_name, s.model, x.layer, x.name, x.kind, x.output_shape, x.operation_bound, x.method, x.zero_padded_norm,
    x.activation_bound, x.bound, x.cumulative_bound, x.converged, x.job
FROM study_jobs s JOIN spectral_layers x ON x.job = s.job
WHERE s.kind = 'spectral';

CREATE VIEW v_gains AS
SELECT s.study, s.position, s.table_name, s.model, s.source, s.attack, x.direction, x.layer, x.images, x.mean_gain, x.median_gain,
    x.max_gain, x.mean_cumulative_gain, x.median_cumulative_gain, x.max_cumulative_gain, x.job
FROM study_jobs s JOIN layer_gains x ON x.job = s.job
WHERE s.kind = 'layer-gains';

CREATE VIEW v_universal AS
SELECT s.study, s.position, s.table_name, s.source, s.attack, s.victim, s.data, x.perturbation, x.images, x.fooled,
    CAST(x.fooled AS REAL) / x.images AS fooling_rate, x.fooling_rate_low, x.fooling_rate_high, x.victim_correct,
    x.errors_among_victim_correct,
    CAST(x.errors_among_victim_correct AS REAL) / NULLIF(x.victim_correct, 0) AS error_rate_victim_correct, x.mean_distortion, x.job
FROM study_jobs s JOIN universal_cells x ON x.job = s.job
WHERE s.kind = 'universal-cell';

CREATE VIEW v_transfer_distances AS
SELECT s.study, s.position, s.table_name, s.source, s.attack, s.victim, x.images, x.victim_correct, x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.victim_correct, 0) AS fooled_rate, x.cap, x.first_quartile, x.median_magnification,
    x.third_quartile, x.median_distortion, x.job
FROM study_jobs s JOIN transfer_distances x ON x.job = s.job
WHERE s.kind = 'transfer-distance';

CREATE VIEW v_transfer_distance_points AS
SELECT s.study, s.position, s.table_name, s.source, s.attack, s.victim, x.axis, x.step, x.limit_value, x.images, x.fooled,
    CAST(x.fooled AS REAL) / NULLIF(x.images, 0) AS fooled_rate, x.rate_low, x.rate_high, x.job
FROM study_jobs s JOIN transfer_distance_points x ON x.job = s.job
WHERE s.kind = 'transfer-distance';
