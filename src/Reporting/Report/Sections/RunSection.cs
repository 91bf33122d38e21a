namespace Experiments.Reporting;

/// <summary>By what and where the file was made, and how to check it. The only part of a report that is not the same everywhere.</summary>
internal static class RunSection
{
    internal const string Id = "run";
    internal const string Title = "This file, and how to check it";

    internal static void Write(HtmlWriter html, RunFacts run)
    {
        html.Open("footer", ("id", Id), ("aria-labelledby", $"{Id}-title"));
        html.Element("h2", Title, ("id", $"{Id}-title"));
        html.Open("dl", ("class", "facts"));
        foreach (var (name, value) in run.Facts)
        {
            html.Element("dt", name);
            html.Element("dd", value);
        }

        html.Close();
        html.Open("dl", ("class", "commands"));
        foreach (var (line, what) in run.Commands)
        {
            html.Open("dt");
            html.Element("code", line);
            html.Close();
            html.Element("dd", what);
        }

        html.Close();
        html.Close();
    }
}
