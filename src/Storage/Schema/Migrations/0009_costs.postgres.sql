ALTER TABLE jobs ADD COLUMN cost double precision NOT NULL DEFAULT 0.0;
