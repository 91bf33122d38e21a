-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE "jobs" ADD "memory_bytes" INTEGER NOT NULL DEFAULT 0;
