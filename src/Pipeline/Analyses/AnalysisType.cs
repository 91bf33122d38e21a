using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Studies;
using Experiments.Settings;

namespace Experiments.Pipeline.Analyses;

/// <summary>A kind of analysis, as the catalogue lists it: the options that a study can set, and the jobs that come from them.</summary>
public abstract class AnalysisType : IOptionsEntry
{
    /// <summary>The <c>type</c> in a study.</summary>
    public abstract string Name { get; }

    /// <summary>A sealed record derived from <see cref="AnalysisOptions"/>.</summary>
    public abstract Type OptionsType { get; }

    /// <summary>The kinds of job that it adds to a plan, those apart that every study has.</summary>
    internal abstract IReadOnlyList<JobKind> Kinds { get; }

    internal abstract void Check(AnalysisOptions options, AnalysisChecks checks);

    internal abstract void Plan(AnalysisOptions options, AnalysisPlan plan);
}

/// <typeparam name="TOptions">What a study can set.</typeparam>
public abstract class AnalysisType<TOptions> : AnalysisType
    where TOptions : AnalysisOptions
{
    public sealed override Type OptionsType => typeof(TOptions);

    internal sealed override void Check(AnalysisOptions options, AnalysisChecks checks) => Check((TOptions)options, checks);

    internal sealed override void Plan(AnalysisOptions options, AnalysisPlan plan) => Plan((TOptions)options, plan);

    /// <summary>Adds an error for every name that stands for nothing and for parts of the study that do not fit each other.</summary>
    private protected abstract void Check(TOptions options, AnalysisChecks checks);

    /// <summary>Adds the analysis' jobs. A function of the study and of the data sets' contents only.</summary>
    private protected abstract void Plan(TOptions options, AnalysisPlan plan);
}
