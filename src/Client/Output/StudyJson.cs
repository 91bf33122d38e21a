using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>Several tables as one JSON object: a member for each table, its value the array that the table alone would be.</summary>
internal static class StudyJson
{
    /// <param name="output">Where to.</param>
    /// <param name="members">Names, and what writes their values.</param>
    internal static void WriteObject(TextWriter output, IEnumerable<(string Name, Action<TextWriter> Value)> members)
    {
        output.Write("{");
        var separator = "\n";
        foreach (var (name, value) in members)
        {
            var text = new StringWriter();
            value(text);
            output.Write($"{separator}\"{name}\": {text.ToString().TrimEnd('\n')}");
            separator = ",\n";
        }

        output.Write("\n}\n");
    }

    internal static IEnumerable<(string Name, Action<TextWriter> Value)> Members(StudyTables tables) => StudyTable.In(tables)
        .Select<StudyTable, (string, Action<TextWriter>)>(
            table => (table.Name, output => table.Write(tables, TableFormat.Json, output, ClientHost.RedirectedWidth)));

    /// <summary>What a submission has changed; empty where it is no new revision.</summary>
    internal static IEnumerable<(string Name, Action<TextWriter> Value)> Members(RevisionChange? change) =>
    [
        Member(ClientTables.JobChanges, change?.Jobs ?? []),
        Member(ClientTables.SettingChanges, change?.Settings ?? []),
    ];

    internal static (string Name, Action<TextWriter> Value) Member<TRow>(TableDefinition<TRow> table, IEnumerable<TRow> rows) =>
        (table.Name, output => TableWriters.Create(TableFormat.Json, table, output, ClientHost.RedirectedWidth).WriteAll(rows));

    internal static (string Name, Action<TextWriter> Value) Member(string name, TableValue value) =>
        (name, output => output.Write(JsonText.Of(value)));
}
