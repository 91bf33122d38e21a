-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE transfer_cells DROP COLUMN error_rate_low;

ALTER TABLE transfer_cells DROP COLUMN error_rate_high;

ALTER TABLE noise_curves DROP COLUMN accuracy_low;

ALTER TABLE noise_curves DROP COLUMN accuracy_high;

ALTER TABLE random_directions DROP COLUMN fooled_low;

ALTER TABLE random_directions DROP COLUMN fooled_high;

ALTER TABLE universal_cells DROP COLUMN fooling_rate_low;

ALTER TABLE universal_cells DROP COLUMN fooling_rate_high;

ALTER TABLE transfer_distance_points DROP COLUMN rate_low;

ALTER TABLE transfer_distance_points DROP COLUMN rate_high;

ALTER TABLE model_errors ALTER COLUMN backend DROP DEFAULT;

ALTER TABLE model_errors ALTER COLUMN deterministic DROP DEFAULT;

ALTER TABLE adversarial_sets ALTER COLUMN backend DROP DEFAULT;

ALTER TABLE adversarial_sets ALTER COLUMN deterministic DROP DEFAULT;

ALTER TABLE transfer_cells ALTER COLUMN backend DROP DEFAULT;

ALTER TABLE transfer_cells ALTER COLUMN deterministic DROP DEFAULT;
