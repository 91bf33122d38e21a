namespace Experiments.Pipeline.Engine;

/// <summary>What became of a job that a worker had in hand.</summary>
public enum JobEndKind
{
    /// <summary>Its results are committed.</summary>
    Done,

    /// <summary>It failed; the ledger says whether it is tried again.</summary>
    Failed,

    /// <summary>It waits for an input that has to be made again.</summary>
    InputDamaged,

    /// <summary>Its lease was lost; somebody else may run it.</summary>
    Lost,

    /// <summary>It was given back unfinished.</summary>
    GivenBack,
}
