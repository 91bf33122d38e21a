-- Written from the records by a test; see CONTRIBUTING.md.

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
