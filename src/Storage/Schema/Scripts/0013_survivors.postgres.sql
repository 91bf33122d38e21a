-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE adversarial_sets ADD survivors integer;

ALTER TABLE adversarial_sets ADD no_class integer;

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_survivors CHECK (survivors <= successes AND survivors >= 0);

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_no_class CHECK (no_class >= 0);
