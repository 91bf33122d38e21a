-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE transfer_cells ALTER COLUMN adversarial_set DROP NOT NULL;

ALTER TABLE transfer_cells ADD clean_job text;

ALTER TABLE transfer_cells ADD no_class integer;

ALTER TABLE transfer_cells ADD noise_errors integer;

ALTER TABLE transfer_cells ADD CONSTRAINT ck_transfer_cells_no_class CHECK (no_class >= 0 AND no_class <= errors);

ALTER TABLE transfer_cells ADD CONSTRAINT ck_transfer_cells_noise_errors CHECK (noise_errors >= 0 AND noise_errors <= images);

ALTER TABLE transfer_cells ADD CONSTRAINT fk_transfer_cells_jobs_clean_job FOREIGN KEY (clean_job) REFERENCES jobs (key) ON DELETE RESTRICT;

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

CREATE TABLE verdict_places (
    place integer NOT NULL,
    CONSTRAINT pk_verdict_places PRIMARY KEY (place)
);

INSERT INTO verdict_places (place)
WITH RECURSIVE n (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM n WHERE place < 179)
SELECT place FROM n;
