-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE study_jobs ADD replicate integer NOT NULL DEFAULT 1;
