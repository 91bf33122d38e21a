-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE adversarial_sets ALTER COLUMN mean_distortion DROP NOT NULL;

ALTER TABLE adversarial_sets ALTER COLUMN median_distortion DROP NOT NULL;

ALTER TABLE adversarial_sets ADD attacked integer;

ALTER TABLE adversarial_sets ADD failures integer;

ALTER TABLE adversarial_sets ADD wanted integer;

ALTER TABLE adversarial_sets ADD mean_distortion_wanted double precision;

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_attacked CHECK (attacked = images - misclassified_before);

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_failures CHECK (failures = attacked - successes AND failures >= 0);

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_wanted CHECK (wanted >= successes AND wanted <= images);

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_mean_distortion_wanted CHECK (mean_distortion_wanted >= 0);
