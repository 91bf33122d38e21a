namespace Experiments.Pipeline.Studies;

/// <summary>The options of one kind of analysis: a plain record. Options that name parts of the study (models, data, transfers) end where
/// the plan begins; what they stand for, and every other option, is in the settings of the jobs that the analysis plans.</summary>
public abstract record AnalysisOptions;
