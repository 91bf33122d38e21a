-- Written from the records by a test; see CONTRIBUTING.md.

UPDATE adversarial_sets SET wanted = successes;

UPDATE adversarial_sets SET attacked = images - misclassified_before WHERE misclassified_before = 0 OR NOT EXISTS (SELECT 1 FROM job_inputs i JOIN adversarial_examples e ON e.job = i.input WHERE i.job = adversarial_sets.job AND e.draw > 0);

UPDATE adversarial_sets SET successes = CASE WHEN successes = images THEN attacked WHEN misclassified_before = 0 THEN successes END WHERE successes IS NOT NULL;

UPDATE adversarial_sets SET failures = attacked - successes;

UPDATE adversarial_sets SET mean_distortion_wanted = mean_distortion WHERE attack_class IS NULL OR attack_class <> 'minimal-norm' OR wanted = images;

UPDATE adversarial_sets SET mean_distortion = NULL, median_distortion = NULL, mean_l2 = NULL, mean_linf = NULL WHERE attack_class = 'minimal-norm' AND (wanted < images OR misclassified_before > 0);
