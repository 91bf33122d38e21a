-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE adversarial_sets ADD attack_class text;

ALTER TABLE adversarial_sets ADD norm text;

ALTER TABLE adversarial_sets ADD epsilon double precision;

ALTER TABLE adversarial_sets ADD mean_l2 double precision;

ALTER TABLE adversarial_sets ADD mean_linf double precision;

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_attack_class CHECK (attack_class IN ('fixed-budget', 'minimal-norm', 'control'));

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_epsilon CHECK (epsilon > 0);

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_mean_l2 CHECK (mean_l2 >= 0);

ALTER TABLE adversarial_sets ADD CONSTRAINT ck_adversarial_sets_mean_linf CHECK (mean_linf >= 0);

ALTER TABLE adversarial_examples ADD linf double precision;

ALTER TABLE adversarial_examples ADD CONSTRAINT ck_adversarial_examples_linf CHECK (linf >= 0);

UPDATE adversarial_sets SET attack_class = 'fixed-budget' WHERE attack_type = 'pgd';

UPDATE adversarial_sets SET attack_class = 'minimal-norm', norm = 'l2' WHERE attack_type IN ('lbfgs', 'deepfool');

UPDATE adversarial_sets SET attack_class = 'control' WHERE attack_type IN ('amplify', 'gaussian-noise', 'random-direction');
