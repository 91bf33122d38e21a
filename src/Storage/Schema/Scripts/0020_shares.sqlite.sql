-- Written from the records by a test; see CONTRIBUTING.md.

ALTER TABLE "studies" ADD "priority" INTEGER NOT NULL DEFAULT 10;

ALTER TABLE "jobs" ADD "lease_study" TEXT NULL;

ALTER TABLE "jobs" ADD "leased_at" INTEGER NULL;

CREATE TABLE "shares" (
    "owner" TEXT NOT NULL,
    "study" TEXT NOT NULL,
    "used_ms" REAL NOT NULL,
    "active" INTEGER NOT NULL,
    "kept_until" INTEGER NOT NULL,
    CONSTRAINT "pk_shares" PRIMARY KEY ("owner", "study")
) WITHOUT ROWID;

CREATE TABLE "quotas" (
    "owner" TEXT NOT NULL CONSTRAINT "pk_quotas" PRIMARY KEY,
    "jobs" INTEGER NULL,
    "device_hours" REAL NULL,
    CONSTRAINT "ck_quotas_device_hours" CHECK (device_hours > 0),
    CONSTRAINT "ck_quotas_jobs" CHECK (jobs >= 1)
);

CREATE TABLE "device_usage" (
    "owner" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "device_ms" REAL NOT NULL,
    CONSTRAINT "pk_device_usage" PRIMARY KEY ("owner", "day")
) WITHOUT ROWID;
