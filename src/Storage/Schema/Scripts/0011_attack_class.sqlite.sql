-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE "adversarial_sets" ADD "attack_class" TEXT NULL;

ALTER TABLE "adversarial_sets" ADD "norm" TEXT NULL;

ALTER TABLE "adversarial_sets" ADD "epsilon" REAL NULL;

ALTER TABLE "adversarial_sets" ADD "mean_l2" REAL NULL;

ALTER TABLE "adversarial_sets" ADD "mean_linf" REAL NULL;

ALTER TABLE "adversarial_examples" ADD "linf" REAL NULL;

UPDATE adversarial_sets SET attack_class = 'fixed-budget' WHERE attack_type = 'pgd';

UPDATE adversarial_sets SET attack_class = 'minimal-norm', norm = 'l2' WHERE attack_type IN ('lbfgs', 'deepfool');

UPDATE adversarial_sets SET attack_class = 'control' WHERE attack_type IN ('amplify', 'gaussian-noise', 'random-direction');

CREATE TABLE "ef_temp_adversarial_sets" (
    "job" TEXT NOT NULL CONSTRAINT "pk_adversarial_sets" PRIMARY KEY,
    "attack_class" TEXT NULL,
    "attack_type" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    "epsilon" REAL NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_distortion" REAL NOT NULL,
    "mean_l2" REAL NULL,
    "mean_linf" REAL NULL,
    "median_distortion" REAL NOT NULL,
    "misclassified_before" INTEGER NULL,
    "norm" TEXT NULL,
    "source" TEXT NULL,
    "successes" INTEGER NULL,
    CONSTRAINT "ck_adversarial_sets_attack_class" CHECK (attack_class IN ('fixed-budget', 'minimal-norm', 'control')),
    CONSTRAINT "ck_adversarial_sets_counts" CHECK (misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0),
    CONSTRAINT "ck_adversarial_sets_distortion" CHECK (mean_distortion >= 0 AND median_distortion >= 0),
    CONSTRAINT "ck_adversarial_sets_epsilon" CHECK (epsilon > 0),
    CONSTRAINT "ck_adversarial_sets_mean_l2" CHECK (mean_l2 >= 0),
    CONSTRAINT "ck_adversarial_sets_mean_linf" CHECK (mean_linf >= 0),
    CONSTRAINT "fk_adversarial_sets_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_adversarial_sets_jobs_source" FOREIGN KEY ("source") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_adversarial_sets" ("job", "attack_class", "attack_type", "backend", "data", "deterministic", "epsilon", "gradient_evaluations", "images", "mean_distortion", "mean_l2", "mean_linf", "median_distortion", "misclassified_before", "norm", "source", "successes")
SELECT "job", "attack_class", "attack_type", "backend", "data", "deterministic", "epsilon", "gradient_evaluations", "images", "mean_distortion", "mean_l2", "mean_linf", "median_distortion", "misclassified_before", "norm", "source", "successes"
FROM "adversarial_sets";

CREATE TABLE "ef_temp_adversarial_examples" (
    "job" TEXT NOT NULL,
    "image" INTEGER NOT NULL,
    "draw" INTEGER NOT NULL,
    "c" REAL NULL,
    "distortion" REAL NOT NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    "iterations" INTEGER NOT NULL,
    "label" INTEGER NOT NULL,
    "linf" REAL NULL,
    "predicted_after" INTEGER NULL,
    "predicted_before" INTEGER NULL,
    "projected_gradient_norm" REAL NULL,
    "success" INTEGER NULL,
    "target_class" INTEGER NULL,
    CONSTRAINT "pk_adversarial_examples" PRIMARY KEY ("job", "image", "draw"),
    CONSTRAINT "ck_adversarial_examples_cost" CHECK (iterations >= 0 AND gradient_evaluations >= 0),
    CONSTRAINT "ck_adversarial_examples_distortion" CHECK (distortion >= 0),
    CONSTRAINT "ck_adversarial_examples_gradient" CHECK (projected_gradient_norm >= 0),
    CONSTRAINT "ck_adversarial_examples_linf" CHECK (linf >= 0),
    CONSTRAINT "ck_adversarial_examples_position" CHECK (image >= 0 AND draw >= 0),
    CONSTRAINT "fk_adversarial_examples_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

INSERT INTO "ef_temp_adversarial_examples" ("job", "image", "draw", "c", "distortion", "gradient_evaluations", "iterations", "label", "linf", "predicted_after", "predicted_before", "projected_gradient_norm", "success", "target_class")
SELECT "job", "image", "draw", "c", "distortion", "gradient_evaluations", "iterations", "label", "linf", "predicted_after", "predicted_before", "projected_gradient_norm", "success", "target_class"
FROM "adversarial_examples";

PRAGMA foreign_keys = 0;

DROP TABLE "adversarial_sets";

ALTER TABLE "ef_temp_adversarial_sets" RENAME TO "adversarial_sets";

DROP TABLE "adversarial_examples";

ALTER TABLE "ef_temp_adversarial_examples" RENAME TO "adversarial_examples";

PRAGMA foreign_keys = 1;

CREATE INDEX "ix_adversarial_sets_source" ON "adversarial_sets" ("source");
