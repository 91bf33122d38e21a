using Experiments.Ports;

namespace Experiments.Storage;

/// <inheritdoc cref="ISiloTable"/>
internal sealed class SiloTable(RelationalDatabase database) : ISiloTable
{
    private const char Separator = ' ';

    // A silo that was not heard of for longer is nobody's concern any more; that it is asked to drain holds until it comes back.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public Task<bool> ReportAsync(SiloReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        return database.WriteAsync(
            async session =>
            {
                if (report.Ended)
                {
                    await session.ExecuteAsync(
                        "DELETE FROM silos WHERE last_seen_at < @old", cancellationToken,
                        ("@old", database.Now() - (long)Kept.TotalMilliseconds));
                }

                return (await session.QueryAsync(
                    """
                    INSERT INTO silos (cluster, name, address, program, devices, memory_bytes, places, in_hand, ended, drains, last_seen_at)
                    VALUES (@cluster, @name, @address, @program, @devices, @memory, @places, @inHand, @ended, FALSE, @now)
                    ON CONFLICT (cluster, name) DO UPDATE SET address = excluded.address, program = excluded.program,
                        devices = excluded.devices, memory_bytes = excluded.memory_bytes, places = excluded.places,
                        in_hand = excluded.in_hand, ended = excluded.ended, last_seen_at = excluded.last_seen_at
                    RETURNING drains
                    """,
                    reader => reader.GetBoolean(0), cancellationToken, ("@cluster", report.Cluster), ("@name", report.Name),
                    ("@address", report.Address), ("@program", report.Program), ("@devices", string.Join(Separator, report.Devices)),
                    ("@memory", report.MemoryBytes), ("@places", report.Places), ("@inHand", report.InHand), ("@ended", report.Ended),
                    ("@now", database.Now())))[0];
            },
            cancellationToken);
    }

    public Task<bool> AskToDrainAsync(string cluster, string silo, bool drain, CancellationToken cancellationToken) => database.WriteAsync(
        async session => (await session.QueryAsync(
            "UPDATE silos SET drains = @drains WHERE cluster = @cluster AND name = @name RETURNING name", reader => reader.GetString(0),
            cancellationToken, ("@drains", drain), ("@cluster", cluster), ("@name", silo))).Count > 0,
        cancellationToken);

    public Task<IReadOnlyList<ReportedSilo>> ListAsync(string cluster, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ReportedSilo>>(
            async session => await session.QueryAsync(
                """
                SELECT name, address, program, devices, memory_bytes, places, in_hand, ended, drains, last_seen_at FROM silos
                WHERE cluster = @cluster AND last_seen_at >= @old ORDER BY name
                """,
                reader => new ReportedSilo(
                    new SiloReport(cluster, reader.GetString(0))
                    {
                        Address = reader.GetString(1),
                        Program = reader.GetString(2),
                        Devices = reader.GetString(3).Split(Separator, StringSplitOptions.RemoveEmptyEntries),
                        MemoryBytes = reader.GetInt64(4),
                        Places = reader.GetInt32(5),
                        InHand = reader.GetInt32(6),
                        Ended = reader.GetBoolean(7),
                    },
                    reader.GetBoolean(8), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(9))),
                cancellationToken, ("@cluster", cluster), ("@old", database.Now() - (long)Remembered.TotalMilliseconds)),
            cancellationToken);
}
