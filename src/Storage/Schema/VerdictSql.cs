using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>Takes the blocks of verdicts apart in SQL, with nothing but what both databases have built in.</summary>
internal static class VerdictSql
{
    /// <summary>Fills the table of places; in words that both databases understand.</summary>
    internal static string FillPlaces { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        INSERT INTO verdict_places (place)
        WITH RECURSIVE n (place) AS (SELECT 0 UNION ALL SELECT place + 1 FROM n WHERE place < {VerdictBlockRow.Size - 1})
        SELECT place FROM n;
        """);

    /// <summary>The view that shows verdicts one by one. Clean images have their own verdicts as those on clean images.</summary>
    /// <param name="dialect"><see cref="RelationalDatabase.Dialect"/>.</param>
    internal static string Create(string dialect)
    {
        string Class(string table, string column) =>
            $"CASE {table}.width WHEN 1 THEN {Byte($"{table}.{column}", "p.place")} ELSE 256 * {Byte($"{table}.{column}", "2 * p.place")} "
                + $"+ {Byte($"{table}.{column}", "2 * p.place + 1")} END - 1";
        string Byte(string bytes, string place) => ByteAt(bytes, place, dialect);

        // CROSS JOIN keeps SQLite from making the places the outermost loop.
        return $"""
            CREATE VIEW verdicts AS
            SELECT b.job,
                i.first_image + CASE WHEN i.offsets IS NULL THEN p.place ELSE 65536 * {Byte("i.offsets", "3 * p.place")}
                    + 256 * {Byte("i.offsets", "3 * p.place + 1")} + {Byte("i.offsets", "3 * p.place + 2")} END AS image,
                b.draw,
                {Class("i", "labels")} AS label,
                {Class("c", "predictions")} AS clean_prediction,
                {Class("b", "predictions")} AS prediction,
                {Class("b", "noise_predictions")} AS noise_prediction
            FROM transfer_cells t
                JOIN verdict_blocks b ON b.job = t.job
                JOIN verdict_images i ON i.job = COALESCE(t.clean_job, t.job) AND i.block = b.block
                JOIN verdict_blocks c ON c.job = COALESCE(t.clean_job, t.job) AND c.draw = 0 AND c.block = b.block
                CROSS JOIN verdict_places p
            WHERE p.place < b.images;

            """.ReplaceLineEndings("\n");
    }

    // SQLite has no function that reads a byte; the place of it among all bytes is its value.
    private static string ByteAt(string bytes, string place, string dialect) => dialect == "sqlite"
        ? $"(instr(x'{AllBytes}', substr({bytes}, {place} + 1, 1)) - 1)"
        : $"get_byte({bytes}, {place})";

    private static string AllBytes => Convert.ToHexString([.. Enumerable.Range(0, 256).Select(value => (byte)value)]);
}
