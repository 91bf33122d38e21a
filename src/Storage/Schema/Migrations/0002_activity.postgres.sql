CREATE TABLE activities (
    job text NOT NULL,
    worker text NOT NULL,
    started_at bigint NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    unit text NOT NULL,
    note text,
    CONSTRAINT pk_activities PRIMARY KEY (job),
    CONSTRAINT ck_activities_amount CHECK (done >= 0 AND total >= 0),
    CONSTRAINT fk_activities_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE CASCADE,
    CONSTRAINT fk_activities_workers_worker FOREIGN KEY (worker) REFERENCES workers (id) ON DELETE CASCADE
);

CREATE TABLE worker_reports (
    worker text NOT NULL,
    slots integer NOT NULL,
    images_per_second double precision NOT NULL,
    gradient_evaluations_per_second double precision NOT NULL,
    CONSTRAINT pk_worker_reports PRIMARY KEY (worker),
    CONSTRAINT ck_worker_reports_rates CHECK (slots >= 0 AND images_per_second >= 0 AND gradient_evaluations_per_second >= 0),
    CONSTRAINT fk_worker_reports_workers_worker FOREIGN KEY (worker) REFERENCES workers (id) ON DELETE CASCADE
);

CREATE INDEX ix_activities_worker ON activities (worker);
