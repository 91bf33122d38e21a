-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE "adversarial_sets" ADD "attacked" INTEGER NULL;

ALTER TABLE "adversarial_sets" ADD "failures" INTEGER NULL;

ALTER TABLE "adversarial_sets" ADD "wanted" INTEGER NULL;

ALTER TABLE "adversarial_sets" ADD "mean_distortion_wanted" REAL NULL;

CREATE TABLE "ef_temp_adversarial_sets" (
    "job" TEXT NOT NULL CONSTRAINT "pk_adversarial_sets" PRIMARY KEY,
    "attack_class" TEXT NULL,
    "attack_type" TEXT NOT NULL,
    "attacked" INTEGER NULL,
    "backend" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    "epsilon" REAL NULL,
    "failures" INTEGER NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_distortion" REAL NULL,
    "mean_distortion_wanted" REAL NULL,
    "mean_l2" REAL NULL,
    "mean_linf" REAL NULL,
    "median_distortion" REAL NULL,
    "misclassified_before" INTEGER NULL,
    "no_class" INTEGER NULL,
    "norm" TEXT NULL,
    "source" TEXT NULL,
    "successes" INTEGER NULL,
    "survivors" INTEGER NULL,
    "wanted" INTEGER NULL,
    CONSTRAINT "ck_adversarial_sets_attack_class" CHECK (attack_class IN ('fixed-budget', 'minimal-norm', 'control')),
    CONSTRAINT "ck_adversarial_sets_attacked" CHECK (attacked = images - misclassified_before),
    CONSTRAINT "ck_adversarial_sets_counts" CHECK (misclassified_before <= images AND successes <= images AND misclassified_before >= 0 AND successes >= 0),
    CONSTRAINT "ck_adversarial_sets_distortion" CHECK (mean_distortion >= 0 AND median_distortion >= 0),
    CONSTRAINT "ck_adversarial_sets_epsilon" CHECK (epsilon > 0),
    CONSTRAINT "ck_adversarial_sets_failures" CHECK (failures = attacked - successes AND failures >= 0),
    CONSTRAINT "ck_adversarial_sets_mean_distortion_wanted" CHECK (mean_distortion_wanted >= 0),
    CONSTRAINT "ck_adversarial_sets_mean_l2" CHECK (mean_l2 >= 0),
    CONSTRAINT "ck_adversarial_sets_mean_linf" CHECK (mean_linf >= 0),
    CONSTRAINT "ck_adversarial_sets_no_class" CHECK (no_class >= 0),
    CONSTRAINT "ck_adversarial_sets_survivors" CHECK (survivors <= successes AND survivors >= 0),
    CONSTRAINT "ck_adversarial_sets_wanted" CHECK (wanted >= successes AND wanted <= images),
    CONSTRAINT "fk_adversarial_sets_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_adversarial_sets_jobs_source" FOREIGN KEY ("source") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_adversarial_sets" ("job", "attack_class", "attack_type", "attacked", "backend", "data", "deterministic", "epsilon", "failures", "gradient_evaluations", "images", "mean_distortion", "mean_distortion_wanted", "mean_l2", "mean_linf", "median_distortion", "misclassified_before", "no_class", "norm", "source", "successes", "survivors", "wanted")
SELECT "job", "attack_class", "attack_type", "attacked", "backend", "data", "deterministic", "epsilon", "failures", "gradient_evaluations", "images", "mean_distortion", "mean_distortion_wanted", "mean_l2", "mean_linf", "median_distortion", "misclassified_before", "no_class", "norm", "source", "successes", "survivors", "wanted"
FROM "adversarial_sets";

PRAGMA foreign_keys = 0;

DROP TABLE "adversarial_sets";

ALTER TABLE "ef_temp_adversarial_sets" RENAME TO "adversarial_sets";

PRAGMA foreign_keys = 1;

CREATE INDEX "ix_adversarial_sets_source" ON "adversarial_sets" ("source");
