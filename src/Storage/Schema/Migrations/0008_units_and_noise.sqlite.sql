CREATE TABLE noise_curves (
    job TEXT NOT NULL,
    perturbation TEXT NOT NULL,
    step INTEGER NOT NULL,
    size REAL NOT NULL,
    model TEXT NOT NULL,
    data TEXT NOT NULL,
    images INTEGER NOT NULL,
    correct INTEGER NOT NULL,
    accuracy_low REAL NOT NULL,
    accuracy_high REAL NOT NULL,
    mean_distortion REAL,
    CONSTRAINT pk_noise_curves PRIMARY KEY (job, perturbation, step),
    CONSTRAINT ck_noise_curves_correct CHECK (correct >= 0 AND correct <= images),
    CONSTRAINT ck_noise_curves_interval CHECK (accuracy_low >= 0 AND accuracy_low <= accuracy_high AND accuracy_high <= 1),
    CONSTRAINT ck_noise_curves_size CHECK (step >= 0 AND size > 0),
    CONSTRAINT fk_noise_curves_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_noise_curves_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE random_directions (
    job TEXT NOT NULL,
    clipped INTEGER NOT NULL,
    adversarial_set TEXT NOT NULL,
    model TEXT NOT NULL,
    images INTEGER NOT NULL,
    moved INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    fooled INTEGER NOT NULL,
    fooled_low REAL NOT NULL,
    fooled_high REAL NOT NULL,
    images_fooled INTEGER NOT NULL,
    adversarial_distortion REAL NOT NULL,
    mean_distortion REAL NOT NULL,
    CONSTRAINT pk_random_directions PRIMARY KEY (job, clipped),
    CONSTRAINT ck_random_directions_fooled CHECK (fooled >= 0 AND fooled <= tries),
    CONSTRAINT ck_random_directions_images_fooled CHECK (images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled),
    CONSTRAINT ck_random_directions_interval CHECK (fooled_low >= 0 AND fooled_low <= fooled_high AND fooled_high <= 1),
    CONSTRAINT ck_random_directions_moved CHECK (moved >= 1 AND moved <= images AND moved <= tries),
    CONSTRAINT fk_random_directions_jobs_adversarial_set FOREIGN KEY (adversarial_set) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_random_directions_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_random_directions_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE unit_draws (
    job TEXT NOT NULL,
    basis TEXT NOT NULL,
    draw INTEGER NOT NULL,
    tied INTEGER NOT NULL,
    label INTEGER NOT NULL,
    purity REAL NOT NULL,
    entropy REAL NOT NULL,
    images TEXT NOT NULL,
    CONSTRAINT pk_unit_draws PRIMARY KEY (job, basis, draw),
    CONSTRAINT ck_unit_draws_draw CHECK (draw >= 0),
    CONSTRAINT ck_unit_draws_entropy CHECK (entropy >= 0),
    CONSTRAINT ck_unit_draws_purity CHECK (purity > 0 AND purity <= 1),
    CONSTRAINT fk_unit_draws_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE units (
    job TEXT NOT NULL,
    basis TEXT NOT NULL,
    model TEXT NOT NULL,
    data TEXT NOT NULL,
    layer INTEGER NOT NULL,
    layer_kind TEXT NOT NULL,
    units INTEGER NOT NULL,
    top INTEGER NOT NULL,
    draws INTEGER NOT NULL,
    tied INTEGER NOT NULL,
    purity REAL,
    purity_low REAL,
    purity_high REAL,
    entropy REAL,
    entropy_low REAL,
    entropy_high REAL,
    CONSTRAINT pk_units PRIMARY KEY (job, basis),
    CONSTRAINT ck_units_basis CHECK (basis IN ('unit', 'random-direction', 'random-images')),
    CONSTRAINT ck_units_counts CHECK (layer >= 0 AND units >= 1 AND top >= 1 AND draws >= 0 AND tied >= 0),
    CONSTRAINT ck_units_entropy CHECK (entropy_low >= 0 AND entropy_low <= entropy AND entropy <= entropy_high),
    CONSTRAINT ck_units_purity CHECK (purity_low >= 0 AND purity_low <= purity AND purity <= purity_high AND purity_high <= 1),
    CONSTRAINT fk_units_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT,
    CONSTRAINT fk_units_jobs_model FOREIGN KEY (model) REFERENCES jobs (key) ON DELETE RESTRICT
) WITHOUT ROWID;

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
SELECT s.study, s.position, s.table_name AS analysis, s.model, n.perturbation, n.step, n.size, n.images, n.correct, CAST(n.correct AS REAL) / n.images AS accuracy,
    n.accuracy_low, n.accuracy_high, n.mean_distortion, n.job
FROM study_jobs s JOIN noise_curves n ON n.job = s.job
WHERE s.kind = 'noise-curve';

CREATE VIEW v_random_directions AS
SELECT s.study, s.position, s.table_name AS analysis, s.source, s.attack, r.clipped, r.images, r.moved, r.tries, r.fooled, CAST(r.fooled AS REAL) / r.tries AS fooled_rate,
    r.fooled_low, r.fooled_high, r.images_fooled, r.adversarial_distortion, r.mean_distortion, r.job
FROM study_jobs s JOIN random_directions r ON r.job = s.job
WHERE s.kind = 'random-directions';
