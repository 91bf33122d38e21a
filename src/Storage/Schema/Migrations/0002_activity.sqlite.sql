CREATE TABLE activities (
    job TEXT NOT NULL CONSTRAINT pk_activities PRIMARY KEY,
    worker TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    unit TEXT NOT NULL,
    note TEXT,
    CONSTRAINT ck_activities_amount CHECK (done >= 0 AND total >= 0),
    CONSTRAINT fk_activities_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE CASCADE,
    CONSTRAINT fk_activities_workers_worker FOREIGN KEY (worker) REFERENCES workers (id) ON DELETE CASCADE
);

CREATE TABLE worker_reports (
    worker TEXT NOT NULL CONSTRAINT pk_worker_reports PRIMARY KEY,
    slots INTEGER NOT NULL,
    images_per_second REAL NOT NULL,
    gradient_evaluations_per_second REAL NOT NULL,
    CONSTRAINT ck_worker_reports_rates CHECK (slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0),
    CONSTRAINT fk_worker_reports_workers_worker FOREIGN KEY (worker) REFERENCES workers (id) ON DELETE CASCADE
);

CREATE INDEX ix_activities_worker ON activities (worker);
