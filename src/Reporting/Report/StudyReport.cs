using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>One study as one HTML file: no scripts, nothing from the network, pictures inside. The bytes depend on the study's results
/// alone, up to the last section, which says by what and where the file was made.</summary>
public static class StudyReport
{
    private const string StyleSheet = "Report.report.css";

    /// <summary>Nothing may be loaded, whatever a name of the study holds.</summary>
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public static void Write(TextWriter output, ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(content);
        content = content with { Tables = content.Tables.Summarised() };
        var html = new HtmlWriter(output);
        var sections = ReportSections.All.Where(section => section.HasContent(content)).ToList();
        var title = content.Tables.Title is { Length: > 0 } given ? given : content.Tables.Study;
        html.Doctype();
        html.Open("html", ("lang", "en"));
        WriteHead(html, title, content.Tables.Study);
        html.Open("body");
        html.Element("a", "Skip to the results", ("class", "skip"), ("href", $"#{sections[0].Id}"));
        WriteHeader(html, title, content.Tables);
        WriteContents(html, sections);
        html.Open("main");
        foreach (var section in sections)
        {
            html.Open("section", ("id", section.Id), ("aria-labelledby", $"{section.Id}-title"));
            html.Element("h2", section.Title, ("id", $"{section.Id}-title"));
            section.Write(html, content);
            html.Close();
        }

        html.Close();
        RunSection.Write(html, content.Run);
        html.Close();
        html.Close();
    }

    private static void WriteHead(HtmlWriter html, string title, string study)
    {
        html.Open("head");
        html.Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Empty("link", ("rel", "icon"), ("href", "data:,"));
        html.Element("title", $"{title} ({study})");
        html.Style(
            $"{StyleText()}:root{{{HeatScale.Variables(dark: false)}}}\n@media (prefers-color-scheme: "
                + $"dark){{:root{{{HeatScale.Variables(dark: true)}}}}}\n{HeatScale.Classes()}");
        html.Close();
    }

    private static void WriteHeader(HtmlWriter html, string title, StudyTables tables)
    {
        html.Open("header");
        html.Element("p", $"Study {tables.Study}", ("class", "kicker"));
        html.Element("h1", title);
        if (tables.Origin?.Description is { Length: > 0 } description)
        {
            html.Element("p", description, ("class", "lead"));
        }

        if (Replicated.Note(tables) is { } note)
        {
            html.Element("p", note, ("class", "lead"));
        }

        html.Close();
    }

    private static void WriteContents(HtmlWriter html, IReadOnlyList<ReportSection> sections)
    {
        html.Open("nav", ("aria-label", "Contents"));
        html.Open("ol");
        foreach (var (id, title) in sections.Select(section => (section.Id, section.Title)).Append((RunSection.Id, RunSection.Title)))
        {
            html.Open("li");
            html.Element("a", title, ("href", $"#{id}"));
            html.Close();
        }

        html.Close();
        html.Close();
    }

    private static string StyleText()
    {
        using var stream = typeof(StudyReport).Assembly.GetManifestResourceStream(StyleSheet)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
