-- Written from the records by a test; see CONTRIBUTING.md.

CREATE TABLE "artifacts" (
    "hash" TEXT NOT NULL CONSTRAINT "pk_artifacts" PRIMARY KEY,
    "bytes" INTEGER NOT NULL,
    CONSTRAINT "ck_artifacts_bytes" CHECK (bytes >= 0)
);

CREATE TABLE "device_usage" (
    "owner" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "device_ms" REAL NOT NULL,
    CONSTRAINT "pk_device_usage" PRIMARY KEY ("owner", "day")
) WITHOUT ROWID;

CREATE TABLE "jobs" (
    "key" TEXT NOT NULL CONSTRAINT "pk_jobs" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "priority" REAL NOT NULL,
    "sequence" INTEGER NOT NULL,
    "missing_inputs" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "losses" INTEGER NOT NULL,
    "not_before" INTEGER NOT NULL,
    "token" INTEGER NOT NULL,
    "study" TEXT NULL,
    "worker" TEXT NULL,
    "lease_expires_at" INTEGER NULL,
    "submitted_at" INTEGER NOT NULL,
    "finished_at" INTEGER NULL,
    "duration_ms" REAL NULL,
    "error" TEXT NULL,
    "settings" TEXT NOT NULL,
    "device" TEXT NOT NULL DEFAULT 'cpu',
    "cost" REAL NOT NULL DEFAULT 0.0,
    "memory_bytes" INTEGER NOT NULL DEFAULT 0,
    "lease_study" TEXT NULL,
    "leased_at" INTEGER NULL,
    CONSTRAINT "ck_jobs_lease" CHECK ((state = 'leased') = (lease_expires_at IS NOT NULL)),
    CONSTRAINT "ck_jobs_missing_inputs" CHECK (missing_inputs >= 0),
    CONSTRAINT "ck_jobs_ready" CHECK (state <> 'ready' OR missing_inputs = 0),
    CONSTRAINT "ck_jobs_state" CHECK (state IN ('waiting', 'ready', 'leased', 'done', 'failed', 'cancelled')),
    CONSTRAINT "ck_jobs_tries" CHECK (attempts >= 0 AND failures >= 0 AND losses >= 0 AND token >= 0)
);

CREATE TABLE "quotas" (
    "owner" TEXT NOT NULL CONSTRAINT "pk_quotas" PRIMARY KEY,
    "jobs" INTEGER NULL,
    "device_hours" REAL NULL,
    CONSTRAINT "ck_quotas_device_hours" CHECK (device_hours > 0),
    CONSTRAINT "ck_quotas_jobs" CHECK (jobs >= 1)
);

CREATE TABLE "schema_versions" (
    "version" INTEGER NOT NULL CONSTRAINT "pk_schema_versions" PRIMARY KEY,
    "name" TEXT NOT NULL,
    "applied_at" INTEGER NOT NULL
);

CREATE TABLE "shares" (
    "owner" TEXT NOT NULL,
    "study" TEXT NOT NULL,
    "used_ms" REAL NOT NULL,
    "active" INTEGER NOT NULL,
    "kept_until" INTEGER NOT NULL,
    CONSTRAINT "pk_shares" PRIMARY KEY ("owner", "study")
) WITHOUT ROWID;

CREATE TABLE "silos" (
    "cluster" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "devices" TEXT NOT NULL,
    "memory_bytes" INTEGER NOT NULL,
    "places" INTEGER NOT NULL,
    "in_hand" INTEGER NOT NULL,
    "ended" INTEGER NOT NULL,
    "drains" INTEGER NOT NULL,
    "last_seen_at" INTEGER NOT NULL,
    CONSTRAINT "pk_silos" PRIMARY KEY ("cluster", "name"),
    CONSTRAINT "ck_silos_amounts" CHECK (memory_bytes >= 0 AND places >= 0 AND in_hand >= 0)
) WITHOUT ROWID;

CREATE TABLE "studies" (
    "name" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NULL,
    "definition" TEXT NOT NULL,
    "submitted_at" INTEGER NOT NULL,
    "submitted_by" TEXT NULL,
    "submitted_from" TEXT NULL,
    "superseded_at" INTEGER NULL,
    "cancelled_at" INTEGER NULL,
    "priority" INTEGER NOT NULL DEFAULT 10,
    CONSTRAINT "pk_studies" PRIMARY KEY ("name", "revision"),
    CONSTRAINT "ck_studies_revision" CHECK (revision >= 1)
) WITHOUT ROWID;

CREATE TABLE "verdict_places" (
    "place" INTEGER NOT NULL CONSTRAINT "pk_verdict_places" PRIMARY KEY
);

CREATE TABLE "workers" (
    "id" TEXT NOT NULL CONSTRAINT "pk_workers" PRIMARY KEY,
    "host" TEXT NOT NULL,
    "process_id" INTEGER NOT NULL,
    "started_at" INTEGER NOT NULL,
    "last_seen_at" INTEGER NOT NULL
);

CREATE TABLE "adversarial_examples" (
    "job" TEXT NOT NULL,
    "image" INTEGER NOT NULL,
    "draw" INTEGER NOT NULL,
    "label" INTEGER NOT NULL,
    "target_class" INTEGER NULL,
    "predicted_before" INTEGER NULL,
    "predicted_after" INTEGER NULL,
    "predicted_as_bytes" INTEGER NULL,
    "distortion" REAL NOT NULL,
    "linf" REAL NULL,
    "c" REAL NULL,
    "iterations" INTEGER NOT NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    "projected_gradient_norm" REAL NULL,
    "success" INTEGER NULL,
    "success_as_bytes" INTEGER NULL,
    CONSTRAINT "pk_adversarial_examples" PRIMARY KEY ("job", "image", "draw"),
    CONSTRAINT "ck_adversarial_examples_cost" CHECK (iterations >= 0 AND gradient_evaluations >= 0),
    CONSTRAINT "ck_adversarial_examples_distortion" CHECK (distortion >= 0),
    CONSTRAINT "ck_adversarial_examples_gradient" CHECK (projected_gradient_norm >= 0),
    CONSTRAINT "ck_adversarial_examples_linf" CHECK (linf >= 0),
    CONSTRAINT "ck_adversarial_examples_position" CHECK (image >= 0 AND draw >= 0),
    CONSTRAINT "fk_adversarial_examples_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "adversarial_sets" (
    "job" TEXT NOT NULL CONSTRAINT "pk_adversarial_sets" PRIMARY KEY,
    "source" TEXT NULL,
    "attack_type" TEXT NOT NULL,
    "attack_class" TEXT NULL,
    "norm" TEXT NULL,
    "epsilon" REAL NULL,
    "data" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "misclassified_before" INTEGER NULL,
    "attacked" INTEGER NULL,
    "successes" INTEGER NULL,
    "failures" INTEGER NULL,
    "mean_distortion" REAL NULL,
    "median_distortion" REAL NULL,
    "mean_l2" REAL NULL,
    "mean_linf" REAL NULL,
    "wanted" INTEGER NULL,
    "mean_distortion_wanted" REAL NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    "survivors" INTEGER NULL,
    "no_class" INTEGER NULL,
    "backend" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
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

CREATE TABLE "claims" (
    "job" TEXT NOT NULL CONSTRAINT "pk_claims" PRIMARY KEY,
    "place" TEXT NOT NULL,
    "statement" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "ours" REAL NOT NULL,
    "low" REAL NULL,
    "high" REAL NULL,
    "theirs" REAL NULL,
    "rule" TEXT NOT NULL,
    "detail" TEXT NULL,
    "why" TEXT NULL,
    "claim" TEXT NOT NULL,
    "publication" TEXT NOT NULL,
    CONSTRAINT "ck_claims_interval" CHECK (low <= ours AND ours <= high),
    CONSTRAINT "ck_claims_verdict" CHECK (verdict IN ('reproduced', 'inside the interval', 'deviates')),
    CONSTRAINT "fk_claims_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

CREATE TABLE "job_artifacts" (
    "job" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    CONSTRAINT "pk_job_artifacts" PRIMARY KEY ("job", "role"),
    CONSTRAINT "fk_job_artifacts_artifacts_hash" FOREIGN KEY ("hash") REFERENCES "artifacts" ("hash") ON DELETE RESTRICT,
    CONSTRAINT "fk_job_artifacts_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "job_inputs" (
    "job" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "input" TEXT NOT NULL,
    CONSTRAINT "pk_job_inputs" PRIMARY KEY ("job", "ordinal"),
    CONSTRAINT "fk_job_inputs_jobs_input" FOREIGN KEY ("input") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_job_inputs_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "layer_gains" (
    "job" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "adversarial_set" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_gain" REAL NOT NULL,
    "median_gain" REAL NOT NULL,
    "max_gain" REAL NOT NULL,
    "mean_cumulative_gain" REAL NOT NULL,
    "median_cumulative_gain" REAL NOT NULL,
    "max_cumulative_gain" REAL NOT NULL,
    CONSTRAINT "pk_layer_gains" PRIMARY KEY ("job", "direction", "layer"),
    CONSTRAINT "ck_layer_gains_gains" CHECK (mean_gain >= 0 AND mean_gain <= max_gain * 1.000001 AND mean_cumulative_gain >= 0),
    CONSTRAINT "ck_layer_gains_images" CHECK (images >= 0),
    CONSTRAINT "fk_layer_gains_jobs_adversarial_set" FOREIGN KEY ("adversarial_set") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_layer_gains_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_layer_gains_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "model_errors" (
    "job" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "backend" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    CONSTRAINT "pk_model_errors" PRIMARY KEY ("job", "data"),
    CONSTRAINT "ck_model_errors_errors" CHECK (errors >= 0 AND errors <= images),
    CONSTRAINT "fk_model_errors_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_model_errors_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "model_groups" (
    "job" TEXT NOT NULL CONSTRAINT "pk_model_groups" PRIMARY KEY,
    "data" TEXT NOT NULL,
    "models" INTEGER NOT NULL,
    "images" INTEGER NOT NULL,
    "mean_error" REAL NOT NULL,
    "error_deviation" REAL NULL,
    "error_low" REAL NULL,
    "error_high" REAL NULL,
    "smallest_error" REAL NOT NULL,
    "largest_error" REAL NOT NULL,
    "pairs" INTEGER NOT NULL,
    "mean_difference" REAL NULL,
    "difference_low" REAL NULL,
    "difference_high" REAL NULL,
    CONSTRAINT "ck_model_groups_errors" CHECK (smallest_error >= 0 AND smallest_error <= largest_error AND largest_error <= 1),
    CONSTRAINT "ck_model_groups_pairs" CHECK (pairs >= 0 AND pairs <= models),
    CONSTRAINT "fk_model_groups_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

CREATE TABLE "models" (
    "job" TEXT NOT NULL CONSTRAINT "pk_models" PRIMARY KEY,
    "architecture" TEXT NOT NULL,
    "parameters" INTEGER NOT NULL,
    "trained_on" TEXT NOT NULL,
    "train_images" INTEGER NOT NULL,
    "train_errors" INTEGER NOT NULL,
    "train_loss" REAL NOT NULL,
    "epochs" INTEGER NOT NULL,
    "stopped_by" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "weights" TEXT NOT NULL,
    "backend" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
    CONSTRAINT "ck_models_epochs" CHECK (epochs >= 0),
    CONSTRAINT "ck_models_parameters" CHECK (parameters >= 0),
    CONSTRAINT "ck_models_train_errors" CHECK (train_errors >= 0 AND train_errors <= train_images),
    CONSTRAINT "fk_models_artifacts_weights" FOREIGN KEY ("weights") REFERENCES "artifacts" ("hash") ON DELETE RESTRICT,
    CONSTRAINT "fk_models_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

CREATE TABLE "noise_curves" (
    "job" TEXT NOT NULL,
    "perturbation" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "size" REAL NOT NULL,
    "model" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "correct" INTEGER NOT NULL,
    "mean_distortion" REAL NULL,
    CONSTRAINT "pk_noise_curves" PRIMARY KEY ("job", "perturbation", "step"),
    CONSTRAINT "ck_noise_curves_correct" CHECK (correct >= 0 AND correct <= images),
    CONSTRAINT "ck_noise_curves_size" CHECK (step >= 0 AND size > 0),
    CONSTRAINT "fk_noise_curves_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_noise_curves_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "random_directions" (
    "job" TEXT NOT NULL,
    "clipped" INTEGER NOT NULL,
    "adversarial_set" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "moved" INTEGER NOT NULL,
    "tries" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    "images_fooled" INTEGER NOT NULL,
    "adversarial_distortion" REAL NOT NULL,
    "mean_distortion" REAL NOT NULL,
    CONSTRAINT "pk_random_directions" PRIMARY KEY ("job", "clipped"),
    CONSTRAINT "ck_random_directions_fooled" CHECK (fooled >= 0 AND fooled <= tries),
    CONSTRAINT "ck_random_directions_images_fooled" CHECK (images_fooled >= 0 AND images_fooled <= moved AND images_fooled <= fooled),
    CONSTRAINT "ck_random_directions_moved" CHECK (moved >= 1 AND moved <= images AND moved <= tries),
    CONSTRAINT "fk_random_directions_jobs_adversarial_set" FOREIGN KEY ("adversarial_set") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_random_directions_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_random_directions_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "spectral_layers" (
    "job" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "model" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "output_shape" TEXT NOT NULL,
    "operation_bound" REAL NOT NULL,
    "method" TEXT NOT NULL,
    "zero_padded_norm" REAL NULL,
    "activation_bound" REAL NOT NULL,
    "bound" REAL NOT NULL,
    "cumulative_bound" REAL NOT NULL,
    "converged" INTEGER NOT NULL,
    CONSTRAINT "pk_spectral_layers" PRIMARY KEY ("job", "layer"),
    CONSTRAINT "ck_spectral_layers_bounds" CHECK (operation_bound >= 0 AND activation_bound > 0 AND bound >= 0 AND cumulative_bound >= 0),
    CONSTRAINT "ck_spectral_layers_layer" CHECK (layer >= 0),
    CONSTRAINT "fk_spectral_layers_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_spectral_layers_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "training_epochs" (
    "job" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "learning_rate" REAL NOT NULL,
    "loss" REAL NOT NULL,
    "running_train_error" REAL NULL,
    "held_out_error" REAL NULL,
    CONSTRAINT "pk_training_epochs" PRIMARY KEY ("job", "stage", "epoch"),
    CONSTRAINT "ck_training_epochs_epoch" CHECK (epoch >= 1),
    CONSTRAINT "ck_training_epochs_rates" CHECK ((running_train_error IS NULL OR running_train_error BETWEEN 0 AND 1) AND (held_out_error IS NULL OR held_out_error BETWEEN 0 AND 1)),
    CONSTRAINT "fk_training_epochs_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "transfer_cells" (
    "job" TEXT NOT NULL CONSTRAINT "pk_transfer_cells" PRIMARY KEY,
    "adversarial_set" TEXT NULL,
    "clean_job" TEXT NULL,
    "victim" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "victim_correct" INTEGER NOT NULL,
    "errors_among_victim_correct" INTEGER NOT NULL,
    "target_hits" INTEGER NULL,
    "no_class" INTEGER NULL,
    "noise_errors" INTEGER NULL,
    "backend" TEXT NOT NULL,
    "deterministic" INTEGER NOT NULL,
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

CREATE TABLE "transfer_distance_points" (
    "job" TEXT NOT NULL,
    "axis" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "limit_value" REAL NOT NULL,
    "images" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    CONSTRAINT "pk_transfer_distance_points" PRIMARY KEY ("job", "axis", "step"),
    CONSTRAINT "ck_transfer_distance_points_counts" CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT "fk_transfer_distance_points_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "transfer_distances" (
    "job" TEXT NOT NULL CONSTRAINT "pk_transfer_distances" PRIMARY KEY,
    "adversarial_set" TEXT NOT NULL,
    "victim" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "victim_correct" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    "cap" REAL NOT NULL,
    "first_quartile" REAL NULL,
    "median_magnification" REAL NULL,
    "third_quartile" REAL NULL,
    "median_distortion" REAL NULL,
    CONSTRAINT "ck_transfer_distances_cap" CHECK (cap > 0),
    CONSTRAINT "ck_transfer_distances_counts" CHECK (victim_correct >= 0 AND victim_correct <= images AND fooled >= 0 AND fooled <= victim_correct),
    CONSTRAINT "fk_transfer_distances_jobs_adversarial_set" FOREIGN KEY ("adversarial_set") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_distances_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_transfer_distances_jobs_victim" FOREIGN KEY ("victim") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

CREATE TABLE "unit_draws" (
    "job" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "draw" INTEGER NOT NULL,
    "tied" INTEGER NOT NULL,
    "label" INTEGER NOT NULL,
    "purity" REAL NOT NULL,
    "entropy" REAL NOT NULL,
    "images" TEXT NOT NULL,
    CONSTRAINT "pk_unit_draws" PRIMARY KEY ("job", "basis", "draw"),
    CONSTRAINT "ck_unit_draws_draw" CHECK (draw >= 0),
    CONSTRAINT "ck_unit_draws_entropy" CHECK (entropy >= 0),
    CONSTRAINT "ck_unit_draws_purity" CHECK (purity > 0 AND purity <= 1),
    CONSTRAINT "fk_unit_draws_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "units" (
    "job" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "layer" INTEGER NOT NULL,
    "layer_kind" TEXT NOT NULL,
    "units" INTEGER NOT NULL,
    "top" INTEGER NOT NULL,
    "draws" INTEGER NOT NULL,
    "tied" INTEGER NOT NULL,
    "purity" REAL NULL,
    "purity_low" REAL NULL,
    "purity_high" REAL NULL,
    "entropy" REAL NULL,
    "entropy_low" REAL NULL,
    "entropy_high" REAL NULL,
    CONSTRAINT "pk_units" PRIMARY KEY ("job", "basis"),
    CONSTRAINT "ck_units_basis" CHECK (basis IN ('unit', 'random-direction', 'random-images')),
    CONSTRAINT "ck_units_counts" CHECK (layer >= 0 AND units >= 1 AND top >= 1 AND draws >= 0 AND tied >= 0),
    CONSTRAINT "ck_units_entropy" CHECK (entropy_low >= 0 AND entropy_low <= entropy AND entropy <= entropy_high),
    CONSTRAINT "ck_units_purity" CHECK (purity_low >= 0 AND purity_low <= purity AND purity <= purity_high AND purity_high <= 1),
    CONSTRAINT "fk_units_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_units_jobs_model" FOREIGN KEY ("model") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "universal_cells" (
    "job" TEXT NOT NULL,
    "perturbation" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "victim" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    "victim_correct" INTEGER NOT NULL,
    "errors_among_victim_correct" INTEGER NOT NULL,
    "mean_distortion" REAL NOT NULL,
    CONSTRAINT "pk_universal_cells" PRIMARY KEY ("job", "perturbation"),
    CONSTRAINT "ck_universal_cells_counts" CHECK (fooled >= 0 AND fooled <= images AND victim_correct >= 0 AND victim_correct <= images AND errors_among_victim_correct >= 0 AND errors_among_victim_correct <= victim_correct),
    CONSTRAINT "fk_universal_cells_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_universal_cells_jobs_source" FOREIGN KEY ("source") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_universal_cells_jobs_victim" FOREIGN KEY ("victim") REFERENCES "jobs" ("key") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "universal_perturbations" (
    "job" TEXT NOT NULL CONSTRAINT "pk_universal_perturbations" PRIMARY KEY,
    "source" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "images" INTEGER NOT NULL,
    "fooled" INTEGER NOT NULL,
    "rounds" INTEGER NOT NULL,
    "distortion" REAL NOT NULL,
    "gradient_evaluations" INTEGER NOT NULL,
    CONSTRAINT "ck_universal_perturbations_distortion" CHECK (distortion >= 0),
    CONSTRAINT "ck_universal_perturbations_fooled" CHECK (fooled >= 0 AND fooled <= images),
    CONSTRAINT "fk_universal_perturbations_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_universal_perturbations_jobs_source" FOREIGN KEY ("source") REFERENCES "jobs" ("key") ON DELETE RESTRICT
);

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

CREATE TABLE "study_jobs" (
    "study" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "job" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "table_name" TEXT NULL,
    "model" TEXT NULL,
    "source" TEXT NULL,
    "attack" TEXT NULL,
    "victim" TEXT NULL,
    "data" TEXT NULL,
    "replicate" INTEGER NOT NULL DEFAULT 1,
    "borrowed" INTEGER NOT NULL,
    CONSTRAINT "pk_study_jobs" PRIMARY KEY ("study", "revision", "position"),
    CONSTRAINT "fk_study_jobs_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE RESTRICT,
    CONSTRAINT "fk_study_jobs_studies_study_revision" FOREIGN KEY ("study", "revision") REFERENCES "studies" ("name", "revision") ON DELETE RESTRICT
) WITHOUT ROWID;

CREATE TABLE "activities" (
    "job" TEXT NOT NULL CONSTRAINT "pk_activities" PRIMARY KEY,
    "worker" TEXT NOT NULL,
    "started_at" INTEGER NOT NULL,
    "done" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "unit" TEXT NOT NULL,
    "note" TEXT NULL,
    CONSTRAINT "ck_activities_amount" CHECK (done >= 0 AND total >= 0),
    CONSTRAINT "fk_activities_jobs_job" FOREIGN KEY ("job") REFERENCES "jobs" ("key") ON DELETE CASCADE,
    CONSTRAINT "fk_activities_workers_worker" FOREIGN KEY ("worker") REFERENCES "workers" ("id") ON DELETE CASCADE
);

CREATE TABLE "worker_reports" (
    "worker" TEXT NOT NULL CONSTRAINT "pk_worker_reports" PRIMARY KEY,
    "slots" INTEGER NOT NULL,
    "images_per_second" REAL NOT NULL,
    "gradient_evaluations_per_second" REAL NOT NULL,
    CONSTRAINT "ck_worker_reports_rates" CHECK (slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0),
    CONSTRAINT "fk_worker_reports_workers_worker" FOREIGN KEY ("worker") REFERENCES "workers" ("id") ON DELETE CASCADE
);

CREATE INDEX "ix_activities_worker" ON "activities" ("worker");

CREATE INDEX "ix_adversarial_sets_source" ON "adversarial_sets" ("source");

CREATE INDEX "ix_job_artifacts_hash" ON "job_artifacts" ("hash");

CREATE INDEX "ix_job_inputs_input" ON "job_inputs" ("input");

CREATE INDEX "ix_jobs_lease_expires_at" ON "jobs" ("lease_expires_at") WHERE lease_expires_at IS NOT NULL;

CREATE INDEX "ix_jobs_priority_sequence" ON "jobs" ("priority" DESC, "sequence") WHERE state = 'ready';

CREATE INDEX "ix_jobs_study_priority_sequence" ON "jobs" ("study", "priority" DESC, "sequence") WHERE state = 'ready';

CREATE INDEX "ix_layer_gains_adversarial_set" ON "layer_gains" ("adversarial_set");

CREATE INDEX "ix_layer_gains_model" ON "layer_gains" ("model");

CREATE INDEX "ix_model_errors_model" ON "model_errors" ("model");

CREATE INDEX "ix_models_weights" ON "models" ("weights");

CREATE INDEX "ix_noise_curves_model" ON "noise_curves" ("model");

CREATE INDEX "ix_random_directions_adversarial_set" ON "random_directions" ("adversarial_set");

CREATE INDEX "ix_random_directions_model" ON "random_directions" ("model");

CREATE INDEX "ix_spectral_layers_model" ON "spectral_layers" ("model");

CREATE INDEX "ix_study_jobs_job_study" ON "study_jobs" ("job", "study");

CREATE INDEX "ix_study_jobs_study_borrowed_job" ON "study_jobs" ("study", "borrowed", "job") WHERE borrowed;

CREATE INDEX "ix_transfer_cells_adversarial_set" ON "transfer_cells" ("adversarial_set");

CREATE INDEX "ix_transfer_cells_victim" ON "transfer_cells" ("victim");

CREATE INDEX "ix_transfer_distances_adversarial_set" ON "transfer_distances" ("adversarial_set");

CREATE INDEX "ix_transfer_distances_victim" ON "transfer_distances" ("victim");

CREATE INDEX "ix_units_model" ON "units" ("model");

CREATE INDEX "ix_universal_cells_source" ON "universal_cells" ("source");

CREATE INDEX "ix_universal_cells_victim" ON "universal_cells" ("victim");

CREATE INDEX "ix_universal_perturbations_source" ON "universal_perturbations" ("source");

INSERT INTO verdict_places (place)
WITH RECURSIVE n (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM n WHERE place < 179)
SELECT place FROM n;
