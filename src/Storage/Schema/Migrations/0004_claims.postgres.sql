CREATE TABLE claims (
    job text NOT NULL,
    publication text NOT NULL,
    claim text NOT NULL,
    place text NOT NULL,
    statement text NOT NULL,
    rule text NOT NULL,
    unit text NOT NULL,
    theirs double precision,
    ours double precision NOT NULL,
    low double precision,
    high double precision,
    verdict text NOT NULL,
    detail text,
    why text,
    CONSTRAINT pk_claims PRIMARY KEY (job),
    CONSTRAINT ck_claims_interval CHECK (low <= ours AND ours <= high),
    CONSTRAINT ck_claims_verdict CHECK (verdict IN ('reproduced', 'inside the interval', 'deviates')),
    CONSTRAINT fk_claims_jobs_job FOREIGN KEY (job) REFERENCES jobs (key) ON DELETE RESTRICT
);

CREATE VIEW v_claims AS
SELECT s.study, s.position, c.publication, c.claim, c.place, c.statement, c.rule, c.unit, c.theirs, c.ours, c.low, c.high, c.verdict, c.detail, c.why, c.job
FROM study_jobs s JOIN claims c ON c.job = s.job
WHERE s.kind = 'claim';
