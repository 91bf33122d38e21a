-- Written from the records by a test; see CONTRIBUTING.md.

CREATE TABLE silos (
    cluster text NOT NULL,
    name text NOT NULL,
    address text NOT NULL,
    program text NOT NULL,
    devices text NOT NULL,
    memory_bytes bigint NOT NULL,
    places integer NOT NULL,
    in_hand integer NOT NULL,
    ended boolean NOT NULL,
    drains boolean NOT NULL,
    last_seen_at bigint NOT NULL,
    CONSTRAINT pk_silos PRIMARY KEY (cluster, name),
    CONSTRAINT ck_silos_amounts CHECK (memory_bytes >= 0 AND places >= 0 AND in_hand >= 0)
);
