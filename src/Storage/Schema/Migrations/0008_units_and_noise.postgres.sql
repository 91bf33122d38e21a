CREATE TABLE noise_curves (
    job text NOT NULL,
    perturbation text NOT NULL,
    step integer NOT NULL,
    size double precision NOT NULL,
    model text NOT NULL,
    data text NOT NULL,
    images integer NOT NULL,
    correct integer NOT NULL,
    accuracy_low double precision NOT NULL,
    accuracy_high double precision NOT NULL,
    mean_distortion double precision,
    CONSTRAINT pk_noise_curves PRIMARY KEY (job, perturbation, step),
    CONSTRAINT ck_noise_curves_correct CHECK (correct >= 0 AND correct <= images),
    CONSTRAINT ck_noise_curves_interval CHECK (accuracy_low >= 0 AND accuracy_low <= accuracy_high AND accuracy_high <= 1),
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
    fooled_low double precision NOT NULL,
    fooled_high double precision NOT NULL,
    images_fooled integer NOT NULL,
    adversarial_distortion double precision NOT NULL,
    mean_distortion double precision NOT NULL,
    CONSTRAINT pk_random_directions PRIMARY KEY (job, clipped),
    CONSTRAINT ck_random_directions_fooled CHECK (fooled >= 0 AND fooled <= tries),
    CONSTRAINT ck_random_directions_images_fooled CHECK (images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled),
    CONSTRAINT ck_random_directions_interval CHECK (fooled_low >= 0 AND fooled_low <= fooled_high AND fooled_high <= 1),
    CONSTRAINT ck_random_directions_moved CHECK (moved >= 1 AND moved <= images AND moved <= tries),
    CONSTRAINT fk_random_directions_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_random_directions_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_random_directions_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
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

CREATE INDEX ix_noise_curves_model ON noise_curves (model);

CREATE INDEX ix_random_directions_adversarial_set ON random_directions (adversarial_set);

CREATE INDEX ix_random_directions_model ON random_directions (model);

CREATE INDEX ix_units_model ON units (model);

CREATE VIEW v_units AS
SELECT s.study, s.position, s.table_name AS analysis, s.model, s.data, u.layer, u.layer_kind, u.units, u.basis, u.top, u.draws, u.tied, u.purity, u.purity_low, u.purity_high,
    u.entropy, u.entropy_low, u.entropy_high, u.job
FROM study_jobs s JOIN units u ON u.job = s.job
WHERE s.kind = 'units';

CREATE VIEW v_unit_draws AS
SELECT s.study, s.position, s.table_name AS analysis, s.model, s.data, u.layer, d.basis, d.draw, d.tied, d.label, d.purity, d.entropy, d.images, d.job
FROM study_jobs s JOIN unit_draws d ON d.job = s.job JOIN units u ON u.job = d.job AND u.basis = d.basis
WHERE s.kind = 'units';

CREATE VIEW v_noise_curves AS
SELECT s.study, s.position, s.table_name AS analysis, s.model, n.perturbation, n.step, n.size, n.images, n.correct, CAST(n.correct AS double precision) / n.images AS accuracy,
    n.accuracy_low, n.accuracy_high, n.mean_distortion, n.job
FROM study_jobs s JOIN noise_curves n ON n.job = s.job
WHERE s.kind = 'noise-curve';

CREATE VIEW v_random_directions AS
SELECT s.study, s.position, s.table_name AS analysis, s.source, s.attack, r.clipped, r.images, r.moved, r.tries, r.fooled, CAST(r.fooled AS double precision) / r.tries AS fooled_rate,
    r.fooled_low, r.fooled_high, r.images_fooled, r.adversarial_distortion, r.mean_distortion, r.job
FROM study_jobs s JOIN random_directions r ON r.job = s.job
WHERE s.kind = 'random-directions';
