-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE "transfer_cells" ADD "clean_job" TEXT NULL;

ALTER TABLE "transfer_cells" ADD "no_class" INTEGER NULL;

ALTER TABLE "transfer_cells" ADD "noise_errors" INTEGER NULL;

CREATE TABLE "verdict_blocks" (
    "job" TEXT NOT NULL,
    "draw" INTEGER NOT NULL,
    "block" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "width" INTEGER NOT NULL,
    "predictions" BLOB NOT NULL,
    "noise_predictions" BLOB NULL,
    CONSTRAINT "pk_verdict_blocks" PRIMARY KEY ("job", "draw", "block"),
    CONSTRAINT "ck_verdict_blocks_images" CHECK (images >= 1 AND images <= 180),
    CONSTRAINT "ck_verdict_blocks_place" CHECK (draw >= 0 AND block >= 0),
    CONSTRAINT "ck_verdict_blocks_width" CHECK (width IN (1, 2)),
    CONSTRAINT "fk_verdict_blocks_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "verdict_images" (
    "job" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "first_image" INTEGER NOT NULL,
    "offsets" BLOB NULL,
    "width" INTEGER NOT NULL,
    "labels" BLOB NOT NULL,
    CONSTRAINT "pk_verdict_images" PRIMARY KEY ("job", "block"),
    CONSTRAINT "ck_verdict_images_block" CHECK (block >= 0),
    CONSTRAINT "ck_verdict_images_first_image" CHECK (first_image >= 0),
    CONSTRAINT "ck_verdict_images_width" CHECK (width IN (1, 2)),
    CONSTRAINT "fk_verdict_images_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "verdict_places" (
    "place" INTEGER NOT NULL CONSTRAINT "pk_verdict_places" PRIMARY KEY
);

INSERT INTO verdict_places (place)
WITH RECURSIVE n (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM n WHERE place < 179)
SELECT place FROM n;

CREATE TABLE "ef_temp_transfer_cells" (
    "job" TEXT NOT NULL CONSTRAINT "pk_transfer_cells" PRIMARY KEY,
    "adversarial_set" TEXT NULL,
    "backend" TEXT NOT NULL,
    "clean_job" TEXT NULL,
    "deterministic" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "errors_among_victim_correct" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "no_class" INTEGER NULL,
    "noise_errors" INTEGER NULL,
    "target_hits" INTEGER NULL,
    "victim" TEXT NOT NULL,
    "victim_correct" INTEGER NOT NULL,
    CONSTRAINT "ck_transfer_cells_errors" CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT "ck_transfer_cells_errors_among_victim_correct" CHECK (errors_among_victim_correct >= 0 AND errors_among_victim_correct <= errors AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT "ck_transfer_cells_no_class" CHECK (no_class >= 0 AND no_class <= errors),
    CONSTRAINT "ck_transfer_cells_noise_errors" CHECK (noise_errors >= 0 AND noise_errors <= images),
    CONSTRAINT "ck_transfer_cells_target_hits" CHECK (target_hits >= 0 AND target_hits <= errors),
    CONSTRAINT "ck_transfer_cells_victim_correct" CHECK (victim_correct >= 0 AND victim_correct <= images),
    CONSTRAINT "fk_transfer_cells_jobs_adversarial_set" FOREIGN KEY ("adversarial_set") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_cells_jobs_clean_job" FOREIGN KEY ("clean_job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_cells_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_cells_jobs_victim" FOREIGN KEY ("victim") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

INSERT INTO "ef_temp_transfer_cells" ("job", "adversarial_set", "backend", "clean_job", "deterministic", "errors", "errors_among_victim_correct", "images", "no_class", "noise_errors", "target_hits", "victim", "victim_correct")
SELECT "job", "adversarial_set", "backend", "clean_job", "deterministic", "errors", "errors_among_victim_correct", "images", "no_class", "noise_errors", "target_hits", "victim", "victim_correct"
FROM "transfer_cells";

PRAGMA foreign_keys = 0;

DROP TABLE "transfer_cells";

ALTER TABLE "ef_temp_transfer_cells" RENAME TO "transfer_cells";

PRAGMA foreign_keys = 1;

CREATE INDEX "ix_transfer_cells_adversarial_set" ON "transfer_cells" ("adversarial_set");

CREATE INDEX "ix_transfer_cells_victim" ON "transfer_cells" ("victim");
