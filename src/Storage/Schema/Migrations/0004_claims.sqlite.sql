CREATE TABLE claims (
    job TEXT NOT NULL CONSTRAINT pk_claims PRIMARY KEY,
    publication TEXT NOT NULL,
    claim TEXT NOT NULL,
    place TEXT NOT NULL,
    statement TEXT NOT NULL,
    rule TEXT NOT NULL,
    unit TEXT NOT NULL,
    theirs REAL,
    ours REAL NOT NULL,
    low REAL,
    high REAL,
    verdict TEXT NOT NULL,
    detail TEXT,
    why TEXT,
    CONSTRAINT ck_claims_interval CHECK (low <= ours AND ours <= high),
    CONSTRAINT ck_claims_verdict CHECK (verdict IN ('reproduced', 'inside the interval', 'deviates')),
    CONSTRAINT fk_claims_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE VIEW v_claims AS
SELECT s.study, s.position, c.publication, c.claim, c.place, c.statement, c.rule, c.unit, c.theirs, c.ours, c.low, c.high, c.verdict, c.detail, c.why, c.job
FROM study_jobs s JOIN claims c ON c.job = s.job
WHERE s.kind = 'claim';
