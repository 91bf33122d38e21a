-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE "study_jobs" ADD "replicate" INTEGER NOT NULL DEFAULT 1;
