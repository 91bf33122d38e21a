CREATE VIEW v_models AS
SELECT s.study, s.position, s.model, m.architecture, m.parameters, m.trained_on, m.train_images, m.train_errors,
    CAST(m.train_errors AS double precision) / m.train_images AS train_error_rate,
    m.train_loss, m.epochs, m.stopped_by, m.seed, m.backend, m.deterministic, m.job
FROM study_jobs s JOIN models m ON m.job = s.job
WHERE s.kind = 'train';

CREATE VIEW v_errors AS
SELECT s.study, s.position, s.model, s.data, e.images, e.errors, CAST(e.errors AS double precision) / e.images AS error_rate, e.job
FROM study_jobs s JOIN model_errors e ON e.job = s.job
WHERE s.kind = 'errors';

CREATE VIEW v_distortion AS
SELECT s.study, s.position, s.table_name, s.source, s.attack, a.attack_type, a.images, a.misclassified_before, a.successes,
    CAST(a.successes AS double precision) / a.images AS success_rate,
    a.mean_distortion, a.median_distortion, a.gradient_evaluations,
    CAST(a.gradient_evaluations AS double precision) / a.images AS gradient_evaluations_per_image, a.job
FROM study_jobs s JOIN adversarial_sets a ON a.job = s.job
WHERE s.kind = 'collect';

CREATE VIEW v_transfer AS
SELECT s.study, s.position, s.table_name, s.source, s.attack, s.victim, t.images, t.errors,
    CAST(t.errors AS double precision) / t.images AS error_rate,
    t.error_rate_low, t.error_rate_high, t.victim_correct, t.errors_among_victim_correct,
    CAST(t.errors_among_victim_correct AS double precision) / NULLIF(t.victim_correct, 0) AS error_rate_victim_correct,
    t.target_hits, CAST(t.target_hits AS double precision) / t.images AS target_hit_rate, a.mean_distortion, t.job
FROM study_jobs s JOIN transfer_cells t ON t.job = s.job JOIN adversarial_sets a ON a.job = t.adversarial_set
WHERE s.kind = 'evaluate';

CREATE VIEW v_examples AS
SELECT s.study, s.position, s.table_name, s.source, s.attack, e.image, e.draw, e.label, e.target_class, e.predicted_before, e.predicted_after,
    e.distortion, e.c, e.iterations, e.gradient_evaluations, e.projected_gradient_norm, e.success, e.job
FROM study_jobs s JOIN adversarial_examples e ON e.job = s.job
WHERE s.kind = 'craft';
