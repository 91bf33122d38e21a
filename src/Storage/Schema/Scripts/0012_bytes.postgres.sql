-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE adversarial_examples ADD predicted_as_bytes integer;

ALTER TABLE adversarial_examples ADD success_as_bytes boolean;
