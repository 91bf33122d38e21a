using Experiments.Contracts;
using Experiments.Pipeline.Jobs;

namespace Experiments.Pipeline.Engine;

/// <summary>What a study calls a job, for people.</summary>
internal static class JobNames
{
    /// <summary><c>train FC100-100-10</c>, <c>craft lbfgs on FC10(1)</c>, <c>evaluate FC10(1), fed noise 0.1</c>.</summary>
    internal static string Describe(StudyJob name) =>
        name.Replicate == 1 ? Subject(name) : $"{Subject(name)} (replicate {name.Replicate})";

    private static string Subject(StudyJob name)
    {
        var set = name.Source is null ? name.Attack : $"{name.Attack} on {name.Source}";
        return name switch
        {
            { Victim: { } victim } => $"{name.Kind} {victim}, fed {set}",
            { Attack: not null } => $"{name.Kind} {set}",
            { Model: { } model } when name.Kind == JobKinds.Errors.Name || name.Kind == JobKinds.Claim.Name =>
                $"{name.Kind} {model} on {name.Data}",
            { Model: { } model, Data: { } data, Table: not null } => $"{name.Kind} {model} on {data}",
            { Model: null } => $"{name.Kind} {name.Table}",
            _ => $"{name.Kind} {name.Model}",
        };
    }
}
