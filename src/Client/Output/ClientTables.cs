using System.Globalization;
using Experiments.Contracts;
using Experiments.Reporting;

namespace Experiments.Client;

/// <summary>The tables that are about the database and not about a study's results.</summary>
internal static class ClientTables
{
    internal static TableDefinition<StudySummary> Studies { get; } = new("studies", "Studies",
    [
        new("name", "study", ColumnFormat.Text, study => study.Name) { NamesRow = true },
        new("revision", "revision", ColumnFormat.Count, study => study.Revision),
        new("title", "title", ColumnFormat.Text, study => study.Title),
        new("submitted_by", "by", ColumnFormat.Text, study => study.By?.ToString()),
        new("submitted_at", "submitted (UTC)", ColumnFormat.Moment, study => Moment(study.SubmittedAt)),
        new("jobs", "jobs", ColumnFormat.Count, study => study.Jobs.Total),
        new("done", "done", ColumnFormat.Count, study => study.Jobs.Done),
        new("failed", "failed", ColumnFormat.Count, study => study.Jobs.Failed),
        new("state", "state", ColumnFormat.Text, study => State(study.State)),
        new("priority", "priority", ColumnFormat.Count, study => study.Priority),
        new("waits", "waits for", ColumnFormat.Text, study => study.Waits),
    ]);

    internal static TableDefinition<QuotaLine> Quotas { get; } = new("quotas", "Quotas",
    [
        new("user", "user", ColumnFormat.Text, line => line.Quota.User) { NamesRow = true },
        new("jobs", "jobs at once", ColumnFormat.Count, line => line.Quota.Jobs),
        new("jobs_in_hand", "in hand", ColumnFormat.Count, line => line.Leased),
        new("device_hours", "device-hours a day", ColumnFormat.Number, line => line.Quota.DeviceHours),
        new("device_hours_today", "today", ColumnFormat.Number, line => Math.Round(line.DeviceHoursToday, 3)),
    ]);

    internal static TableDefinition<JobChange> JobChanges { get; } = new("jobChanges", "Jobs",
    [
        new("kind", "kind", ColumnFormat.Text, line => line.Kind) { NamesRow = true },
        new("kept", "kept", ColumnFormat.Count, line => line.Kept),
        new("added", "added", ColumnFormat.Count, line => line.Added),
        new("dropped", "dropped", ColumnFormat.Count, line => line.Dropped),
    ]);

    internal static TableDefinition<SettingChange> SettingChanges { get; } = new("settingChanges", "Settings",
    [
        new("path", "setting", ColumnFormat.Text, line => line.Path) { NamesRow = true },
        new("before", "before", ColumnFormat.Text, line => line.Before),
        new("after", "after", ColumnFormat.Text, line => line.After),
    ]);

    /// <summary>For people, who know the studies by their names.</summary>
    internal static TableDefinition<SettingChange> SettingsOf(string before, string after) => new("settings", "Settings",
    [
        new("path", "setting", ColumnFormat.Text, line => line.Path) { NamesRow = true },
        new("before", before, ColumnFormat.Text, line => ChangeText.Cut(line.Before)),
        new("after", after, ColumnFormat.Text, line => ChangeText.Cut(line.After)),
    ]);

    /// <param name="before">Heads the values of the first study.</param>
    /// <param name="after">Of the second.</param>
    internal static TableDefinition<TableDifference> TableDifferences(string before, string after) => new("valueChanges", "Tables",
    [
        new("table", "table", ColumnFormat.Text, line => line.Table) { NamesRow = true },
        new("row", "row", ColumnFormat.Text, line => line.Row) { NamesRow = true },
        new("column", "column", ColumnFormat.Text, line => line.Column) { NamesRow = true },
        new("before", before, ColumnFormat.Text, line => line.Before),
        new("after", after, ColumnFormat.Text, line => line.After),
    ]);

    internal static TableDefinition<PlanLine> Plan { get; } = new("plan", "Plan",
    [
        new("kind", "kind", ColumnFormat.Text, line => line.Kind) { NamesRow = true },
        new("jobs", "jobs", ColumnFormat.Count, line => line.Jobs),
        new("cached", "cached", ColumnFormat.Count, line => line.Cached),
        new("to_run", "open", ColumnFormat.Count, line => line.Jobs - line.Cached),
        new(
            "work_seconds", "seconds", ColumnFormat.Number,
            line => line.Work is { } work ? Math.Round(work.TotalSeconds, 1) : (double?)null),
    ]);

    internal static TableDefinition<StudyWarning> Warnings { get; } = new("warnings", "Warnings",
    [
        new("line", "line", ColumnFormat.Count, warning => warning.Line) { NamesRow = true },
        new("column", "column", ColumnFormat.Count, warning => warning.Column),
        new("path", "path", ColumnFormat.Text, warning => warning.Path),
        new("message", "message", ColumnFormat.Text, warning => warning.Message),
    ]);

    internal static TableDefinition<DatasetClasses> Classes { get; } = new("classes", "Classes",
    [
        new("dataset", "data set", ColumnFormat.Text, classes => classes.Dataset) { NamesRow = true },
        new("names", "in order", ColumnFormat.Text, classes => ListOf(classes)),
    ]);

    internal static TableDefinition<TrainedModel> Models { get; } = new("models", "Trained models",
    [
        new("study", "study", ColumnFormat.Text, row => row.Study) { NamesRow = true },
        new("model", "model", ColumnFormat.Text, row => row.Model.Names.Model) { NamesRow = true },
        new("architecture", "architecture", ColumnFormat.Text, row => row.Model.Row.Architecture),
        new("parameters", "parameters", ColumnFormat.Count, row => row.Model.Row.Parameters),
        new("trained_on", "trained on", ColumnFormat.Text, row => row.Model.Row.TrainedOn),
        new("train_error_rate", "training error", ColumnFormat.Rate, row => row.Model.Row.TrainErrorRate),
        new("test_error_rate", "test error", ColumnFormat.Rate, row => row.Test?.Row.ErrorRate),
        new("job", "key", ColumnFormat.Key, row => row.Model.Row.Job.Value),
    ]);

    internal static TableDefinition<FailedJob> Failures { get; } = new("failures", "Failed jobs",
    [
        new("job", "job", ColumnFormat.Key, job => job.Job.Value) { NamesRow = true },
        new("name", "what", ColumnFormat.Text, job => job.Name),
        new("attempts", "tries", ColumnFormat.Count, job => job.Attempts),
        new("error", "error", ColumnFormat.Text, job => job.Error),
    ]);

    internal static TableDefinition<SiloLine> Silos { get; } = new("silos", "Silos",
    [
        new("silo", "silo", ColumnFormat.Text, line => line.Silo) { NamesRow = true },
        new("state", "state", ColumnFormat.Text, line => line.State.ToString().ToLowerInvariant()),
        new("program", "program", ColumnFormat.Text, line => line.Program),
        new("address", "address", ColumnFormat.Text, line => line.Address),
        new("devices", "devices", ColumnFormat.Text, line => string.Join(' ', line.Devices)),
        new("memory_bytes", "memory", ColumnFormat.Count, line => line.MemoryBytes),
        new("places", "places", ColumnFormat.Count, line => line.Places),
        new("in_hand", "in hand", ColumnFormat.Count, line => line.InHand),
    ]);

    internal static TableDefinition<WantedDevices> Wanted { get; } = new("wantedDevices", "Devices that jobs could use",
    [
        new("device", "device", ColumnFormat.Text, line => line.Device) { NamesRow = true },
        new("ready", "ready jobs", ColumnFormat.Count, line => line.Ready),
        new("running", "running jobs", ColumnFormat.Count, line => line.Running),
        new("wanted_devices", "wanted devices", ColumnFormat.Count, line => line.Wanted),
    ]);

    internal static TableDefinition<WorkerLine> Workers { get; } = new("workers", "Workers",
    [
        new("worker", "worker", ColumnFormat.Text, line => line.Worker) { NamesRow = true },
        new("state", "state", ColumnFormat.Text, line => line.State.ToString().ToLowerInvariant()),
        new("last_seen_at", "seen (UTC)", ColumnFormat.Moment, line => Moment(line.LastSeenAt)),
        new("slots", "slots", ColumnFormat.Count, line => line.Slots),
        new("running", "in hand", ColumnFormat.Count, line => line.Running.Count),
        new("done", "done", ColumnFormat.Count, line => line.Done),
        new("busy_seconds", "busy s", ColumnFormat.Number, line => Math.Round(line.Busy.TotalSeconds, 3)),
        new("images_per_second", "images/s", ColumnFormat.Number, line => line.AttackImagesPerSecond),
        new("gradient_evaluations_per_second", "gradients/s", ColumnFormat.Number, line => line.GradientEvaluationsPerSecond),
    ]);

    internal static TableDefinition<Difference> Differences { get; } = new("differences", "Differences",
    [
        new("job", "job", ColumnFormat.Key, line => line.Job.Value) { NamesRow = true },
        new("name", "what", ColumnFormat.Text, line => line.Name),
        new("place", "value", ColumnFormat.Text, line => line.Place),
        new("stored", "stored", ColumnFormat.Text, line => line.Stored),
        new("recomputed", "recomputed", ColumnFormat.Text, line => line.Recomputed),
    ]);

    internal static TableDefinition<DatasetLine> Datasets { get; } = new("data", "Data sets",
    [
        new("name", "data set", ColumnFormat.Text, line => line.Name) { NamesRow = true },
        new("title", "title", ColumnFormat.Text, line => line.Title),
        new("content", "content", ColumnFormat.Text, line => line.Content),
        new("found", "found", ColumnFormat.Text, line => line.Folder is not null),
        new("folder", "folder", ColumnFormat.Text, line => line.Folder),
        new("hint", "how to get it", ColumnFormat.Text, line => line.Hint),
    ]);

    internal static string ListOf(DatasetClasses classes) => string.Join(", ", classes.Names);

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string State(StudyState state) => state switch
    {
        StudyState.Finished => "finished",
        StudyState.Superseded => "superseded",
        StudyState.Cancelled => "cancelled",
        StudyState.Failed => "finished with failures",
        StudyState.Unknown => "with jobs of an unknown kind",
        StudyState.Running => "running",
        _ => "to be continued",
    };
}

/// <param name="Study">A study that has it.</param>
/// <param name="Model">The network.</param>
/// <param name="Test">Its errors on the data that it is tested on; null for none yet.</param>
internal sealed record TrainedModel(string Study, StudyRow<ModelRow> Model, StudyRow<ModelErrorRow>? Test);
