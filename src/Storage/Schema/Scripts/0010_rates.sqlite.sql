-- Written from the records by a test; see CONTRIBUTING.md.

CREATE TABLE "ef_temp_transfer_cells" (
    "job" TEXT NOT NULL CONSTRAINT "pk_transfer_cells" PRIMARY KEY,
    "adversarial_set" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "errors_among_victim_correct" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "target_hits" INTEGER NULL,
    "victim" TEXT NOT NULL,
    "victim_correct" INTEGER NOT NULL,
    CONSTRAINT "ck_transfer_cells_errors" CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT "ck_transfer_cells_errors_among_victim_correct" CHECK (errors_among_victim_correct >= 0 AND errors_among_victim_correct <= errors AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT "ck_transfer_cells_target_hits" CHECK (target_hits >= 0 AND target_hits <= errors),
    CONSTRAINT "ck_transfer_cells_victim_correct" CHECK (victim_correct >= 0 AND victim_correct <= images),
    CONSTRAINT "fk_transfer_cells_jobs_adversarial_set" FOREIGN KEY ("adversarial_set") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_cells_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_cells_jobs_victim" FOREIGN KEY ("victim") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_transfer_cells" ("job", "adversarial_set", "backend", "deterministic", "errors", "errors_among_victim_correct", "images", "target_hits", "victim", "victim_correct")
SELECT "job", "adversarial_set", "backend", "deterministic", "errors", "errors_among_victim_correct", "images", "target_hits", "victim", "victim_correct"
FROM "transfer_cells";

CREATE TABLE "ef_temp_noise_curves" (
    "job" TEXT NOT NULL,
    "perturbation" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "correct" INTEGER NOT NULL,
    "data" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_distortion" REAL NULL,
    "model" TEXT NOT NULL,
    "size" REAL NOT NULL,
    CONSTRAINT "pk_noise_curves" PRIMARY KEY ("job", "perturbation", "step"),
    CONSTRAINT "ck_noise_curves_correct" CHECK (correct >= 0 AND correct <= images),
    CONSTRAINT "ck_noise_curves_size" CHECK (step >= 0 AND size > 0),
    CONSTRAINT "fk_noise_curves_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_noise_curves_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

INSERT INTO "ef_temp_noise_curves" ("job", "perturbation", "step", "correct", "data", "images", "mean_distortion", "model", "size")
SELECT "job", "perturbation", "step", "correct", "data", "images", "mean_distortion", "model", "size"
FROM "noise_curves";

CREATE TABLE "ef_temp_random_directions" (
    "job" TEXT NOT NULL,
    "clipped" INTEGER NOT NULL,
    "adversarial_distortion" REAL NOT NULL,
    "adversarial_set" TEXT NOT NULL,
    "fooled" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "images_fooled" INTEGER NOT NULL,
    "mean_distortion" REAL NOT NULL,
    "model" TEXT NOT NULL,
    "moved" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL,
    CONSTRAINT "pk_random_directions" PRIMARY KEY ("job", "clipped"),
    CONSTRAINT "ck_random_directions_fooled" CHECK (fooled >= 0 AND fooled <= tries),
    CONSTRAINT "ck_random_directions_images_fooled" CHECK (images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled),
    CONSTRAINT "ck_random_directions_moved" CHECK (moved >= 1 AND moved <= images AND moved <= tries),
    CONSTRAINT "fk_random_directions_jobs_adversarial_set" FOREIGN KEY ("adversarial_set") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_random_directions_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_random_directions_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

INSERT INTO "ef_temp_random_directions" ("job", "clipped", "adversarial_distortion", "adversarial_set", "fooled", "images", "images_fooled", "mean_distortion", "model", "moved", "tries")
SELECT "job", "clipped", "adversarial_distortion", "adversarial_set", "fooled", "images", "images_fooled", "mean_distortion", "model", "moved", "tries"
FROM "random_directions";

CREATE TABLE "ef_temp_universal_cells" (
    "job" TEXT NOT NULL,
    "perturbation" TEXT NOT NULL,
    "errors_among_victim_correct" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_distortion" REAL NOT NULL,
    "source" TEXT NOT NULL,
    "victim" TEXT NOT NULL,
    "victim_correct" INTEGER NOT NULL,
    CONSTRAINT "pk_universal_cells" PRIMARY KEY ("job", "perturbation"),
    CONSTRAINT "ck_universal_cells_counts" CHECK (fooled >= 0 AND fooled <= images AND victim_correct >= 0 AND victim_correct <= images AND errors_among_victim_correct >= 0 AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT "fk_universal_cells_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_universal_cells_jobs_source" FOREIGN KEY ("source") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_universal_cells_jobs_victim" FOREIGN KEY ("victim") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

INSERT INTO "ef_temp_universal_cells" ("job", "perturbation", "errors_among_victim_correct", "fooled", "images", "mean_distortion", "source", "victim", "victim_correct")
SELECT "job", "perturbation", "errors_among_victim_correct", "fooled", "images", "mean_distortion", "source", "victim", "victim_correct"
FROM "universal_cells";

CREATE TABLE "ef_temp_transfer_distance_points" (
    "job" TEXT NOT NULL,
    "axis" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "limit_value" REAL NOT NULL,
    CONSTRAINT "pk_transfer_distance_points" PRIMARY KEY ("job", "axis", "step"),
    CONSTRAINT "ck_transfer_distance_points_counts" CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT "fk_transfer_distance_points_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

INSERT INTO "ef_temp_transfer_distance_points" ("job", "axis", "step", "fooled", "images", "limit_value")
SELECT "job", "axis", "step", "fooled", "images", "limit_value"
FROM "transfer_distance_points";

CREATE TABLE "ef_temp_model_errors" (
    "job" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    CONSTRAINT "pk_model_errors" PRIMARY KEY ("job", "data"),
    CONSTRAINT "ck_model_errors_errors" CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT "fk_model_errors_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_model_errors_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

INSERT INTO "ef_temp_model_errors" ("job", "data", "backend", "deterministic", "errors", "images", "model")
SELECT "job", "data", "backend", "deterministic", "errors", "images", "model"
FROM "model_errors";

CREATE TABLE "ef_temp_adversarial_sets" (
    "job" TEXT NOT NULL CONSTRAINT "pk_adversarial_sets" PRIMARY KEY,
    "attack_type" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_distortion" REAL NOT NULL,
    "median_distortion" REAL NOT NULL,
    "misclassified_before" INTEGER NULL,
    "source" TEXT NULL,
    "successes" INTEGER NULL,
    CONSTRAINT "ck_adversarial_sets_counts" CHECK (misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0),
    CONSTRAINT "ck_adversarial_sets_distortion" CHECK (mean_distortion >= 0 AND median_distortion >= 0),
    CONSTRAINT "fk_adversarial_sets_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_adversarial_sets_jobs_source" FOREIGN KEY ("source") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_adversarial_sets" ("job", "attack_type", "backend", "data", "deterministic", "gradient_evaluations", "images", "mean_distortion", "median_distortion", "misclassified_before", "source", "successes")
SELECT "job", "attack_type", "backend", "data", "deterministic", "gradient_evaluations", "images", "mean_distortion", "median_distortion", "misclassified_before", "source", "successes"
FROM "adversarial_sets";

PRAGMA foreign_keys = 0;

DROP TABLE "transfer_cells";

ALTER TABLE "ef_temp_transfer_cells" RENAME TO "transfer_cells";

DROP TABLE "noise_curves";

ALTER TABLE "ef_temp_noise_curves" RENAME TO "noise_curves";

DROP TABLE "random_directions";

ALTER TABLE "ef_temp_random_directions" RENAME TO "random_directions";

DROP TABLE "universal_cells";

ALTER TABLE "ef_temp_universal_cells" RENAME TO "universal_cells";

DROP TABLE "transfer_distance_points";

ALTER TABLE "ef_temp_transfer_distance_points" RENAME TO "transfer_distance_points";

DROP TABLE "model_errors";

ALTER TABLE "ef_temp_model_errors" RENAME TO "model_errors";

DROP TABLE "adversarial_sets";

ALTER TABLE "ef_temp_adversarial_sets" RENAME TO "adversarial_sets";

PRAGMA foreign_keys = 1;

CREATE INDEX "ix_transfer_cells_adversarial_set" ON "transfer_cells" ("adversarial_set");

CREATE INDEX "ix_transfer_cells_victim" ON "transfer_cells" ("victim");

CREATE INDEX "ix_noise_curves_model" ON "noise_curves" ("model");

CREATE INDEX "ix_random_directions_adversarial_set" ON "random_directions" ("adversarial_set");

CREATE INDEX "ix_random_directions_model" ON "random_directions" ("model");

CREATE INDEX "ix_universal_cells_source" ON "universal_cells" ("source");

CREATE INDEX "ix_universal_cells_victim" ON "universal_cells" ("victim");

CREATE INDEX "ix_model_errors_model" ON "model_errors" ("model");

CREATE INDEX "ix_adversarial_sets_source" ON "adversarial_sets" ("source");
