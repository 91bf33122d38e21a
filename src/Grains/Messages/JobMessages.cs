using Experiments.Contracts;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Engine;

namespace Experiments.Grains;

/// <summary><see cref="JobTicket"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.job-ticket")]
internal record struct JobTicketMessage
{
    [Id(0)]
    public string? Study { get; set; }

    [Id(1)]
    public string? Job { get; set; }

    [Id(2)]
    public long Token { get; set; }

    [Id(3)]
    public string? Name { get; set; }

    [Id(4)]
    public string? Device { get; set; }

    [Id(5)]
    public string[]? Models { get; set; }

    [Id(6)]
    public bool Trains { get; set; }

    [Id(7)]
    public string? Slice { get; set; }

    [Id(8)]
    public string? Kind { get; set; }

    [Id(9)]
    public int KindVersion { get; set; }

    [Id(10)]
    public long MemoryBytes { get; set; }
}

[RegisterConverter]
internal sealed class JobTicketConverter : IConverter<JobTicket, JobTicketMessage>
{
    public JobTicket ConvertFromSurrogate(in JobTicketMessage surrogate) => new(
        WireTypes.Required(surrogate.Study, "study"), JobKey.Parse(WireTypes.Required(surrogate.Job, "job")), surrogate.Token,
        WireTypes.Required(surrogate.Name, "name"), WireTypes.Required(surrogate.Device, "device"),
        [.. (surrogate.Models ?? []).Select(JobKey.Parse)], surrogate.Trains)
    {
        Slice = surrogate.Slice,
        Kind = surrogate.Kind is { } kind ? new KindVersion(kind, surrogate.KindVersion) : null,
        MemoryBytes = surrogate.MemoryBytes,
    };

    public JobTicketMessage ConvertToSurrogate(in JobTicket value) => new()
    {
        Study = value.Study, Job = value.Job.Value, Token = value.Token, Name = value.Name, Device = value.Device,
        Models = [.. value.Models.Select(model => model.Value)], Trains = value.Trains, Slice = value.Slice, Kind = value.Kind?.Kind,
        KindVersion = value.Kind?.Version ?? 0, MemoryBytes = value.MemoryBytes,
    };
}

/// <summary><see cref="JobAnswer"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.job-answer")]
internal record struct JobAnswerMessage
{
    /// <summary><see cref="JobAnswerKind"/>.</summary>
    [Id(0)]
    public int Kind { get; set; }

    [Id(1)]
    public SiloState? Silo { get; set; }
}

[RegisterConverter]
internal sealed class JobAnswerConverter : IConverter<JobAnswer, JobAnswerMessage>
{
    public JobAnswer ConvertFromSurrogate(in JobAnswerMessage surrogate) =>
        new(WireTypes.Known<JobAnswerKind>(surrogate.Kind), surrogate.Silo);

    public JobAnswerMessage ConvertToSurrogate(in JobAnswer value) => new() { Kind = (int)value.Kind, Silo = value.Silo };
}

/// <summary><see cref="JobEnd"/> on the wire.</summary>
[GenerateSerializer]
[Alias("experiments.job-end")]
internal record struct JobEndMessage
{
    [Id(0)]
    public string? Job { get; set; }

    [Id(1)]
    public long Token { get; set; }

    /// <summary><see cref="JobEndKind"/>.</summary>
    [Id(2)]
    public int Kind { get; set; }

    [Id(3)]
    public SiloState? Silo { get; set; }
}

[RegisterConverter]
internal sealed class JobEndConverter : IConverter<JobEnd, JobEndMessage>
{
    public JobEnd ConvertFromSurrogate(in JobEndMessage surrogate) => new(
        JobKey.Parse(WireTypes.Required(surrogate.Job, "job")), surrogate.Token, WireTypes.Known<JobEndKind>(surrogate.Kind),
        WireTypes.Required(surrogate.Silo, "silo"));

    public JobEndMessage ConvertToSurrogate(in JobEnd value) =>
        new() { Job = value.Job.Value, Token = value.Token, Kind = (int)value.Kind, Silo = value.Silo };
}
