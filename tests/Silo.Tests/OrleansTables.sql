-- A stand-in for Orleans' own scripts, which are taken at deploy time: the tables that its ADO.NET providers for PostgreSQL are used with here, and the statements that
-- they look up by name. Written for these tests; with EXPERIMENTS_ORLEANS_SQL=DIR they run on the scripts in DIR instead.
CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);

CREATE TABLE OrleansMembershipVersionTable (DeploymentId text PRIMARY KEY, Version integer NOT NULL DEFAULT 0);

CREATE TABLE OrleansMembershipTable (
    DeploymentId text NOT NULL, Address text NOT NULL, Port integer NOT NULL, Generation integer NOT NULL,
    SiloName text NOT NULL, HostName text NOT NULL, Status integer NOT NULL, ProxyPort integer NULL, SuspectTimes text NULL,
    StartTime timestamptz NOT NULL, IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation));

CREATE TABLE OrleansRemindersTable (
    ServiceId text NOT NULL, GrainId text NOT NULL, ReminderName text NOT NULL, StartTime timestamptz NOT NULL, Period bigint NOT NULL,
    GrainHash integer NOT NULL, Version integer NOT NULL DEFAULT 0,
    PRIMARY KEY (ServiceId, GrainId, ReminderName));

INSERT INTO OrleansQuery VALUES
('GatewaysQueryKey', $$SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0$$),
('MembershipReadRowKey', $$SELECT v.Version, m.* FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m
    ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId$$),
('MembershipReadAllKey', $$SELECT v.Version, m.* FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable m
    ON m.DeploymentId = v.DeploymentId WHERE v.DeploymentId = @DeploymentId$$),
('InsertMembershipVersionKey', $$WITH added AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM added)$$),
('InsertMembershipKey', $$WITH raised AS (UPDATE OrleansMembershipVersionTable SET Version = Version + 1 WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1),
    added AS (INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM raised
        ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM added)$$),
('UpdateMembershipKey', $$WITH raised AS (UPDATE OrleansMembershipVersionTable SET Version = Version + 1 WHERE DeploymentId = @DeploymentId AND Version = @Version RETURNING 1),
    changed AS (UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
        WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation AND EXISTS (SELECT 1 FROM raised) RETURNING 1)
    SELECT EXISTS (SELECT 1 FROM changed)$$),
('UpdateIAmAlivetimeKey', $$UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation$$),
('DeleteMembershipTableEntriesKey', $$DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId$$),
('CleanupDefunctSiloEntriesKey', $$DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = 6$$),
('ReadReminderRowsKey', $$SELECT * FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainId = @GrainId$$),
('ReadReminderRowKey', $$SELECT * FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName$$),
('ReadRangeRows1Key', $$SELECT * FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash$$),
('ReadRangeRows2Key', $$SELECT * FROM OrleansRemindersTable WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash)$$),
('UpsertReminderRowKey', $$INSERT INTO OrleansRemindersTable AS r (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash)
    VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash)
    ON CONFLICT (ServiceId, GrainId, ReminderName) DO UPDATE SET StartTime = excluded.StartTime, Period = excluded.Period, Version = r.Version + 1 RETURNING Version$$),
('DeleteReminderRowKey', $$WITH gone AS (DELETE FROM OrleansRemindersTable
    WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version RETURNING 1) SELECT EXISTS (SELECT 1 FROM gone)$$),
('DeleteReminderRowsKey', $$DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId$$);
