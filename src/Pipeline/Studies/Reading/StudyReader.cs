using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Studies.Expansion;
using Experiments.Pipeline.Studies.Warnings;
using Experiments.Settings;

namespace Experiments.Pipeline.Studies.Reading;

/// <summary>Reads a study file: everything that is wrong with it is reported together, before anything runs.</summary>
public sealed class StudyReader(IDataLibrary library)
{
    /// <summary>The validated study: complete options, references that resolve, shared options where they are used.</summary>
    /// <exception cref="StudyValidationException">The file is not a valid study; carries every error with its line and column. Or the
    /// document is to be read strictly, and there is a warning.</exception>
    public Study Read(StudyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var source = new SourceText(document.Text);
        var errors = new SettingsErrors(document.File, source);
        if (SourceReader.Read(source, errors) is { } root)
        {
            var budget = new ValueBudget(errors);
            var catalogues = StudyDefinition.Codec.Catalogues;
            var before = errors.Count;
            root = new SettingOverrides(catalogues, errors, budget).Apply(root, document.Overrides.Settings);
            root = new StudyExpansion(catalogues, errors, budget).Expand(root);
            var isWhole = errors.Count == before;
            var binder = new OptionsBinder(catalogues, errors, budget);
            foreach (var (type, part) in SharedRecords.Parts)
            {
                binder.Share(type, root.Find(part)?.Value);
            }

            foreach (var part in StudyExpansion.Parts)
            {
                binder.ListExpanded(part.Shape.Element!, Likeness.LikeKey, EachValues.Key);
            }

            if (binder.Bind<Study>(root) is { } study && isWhole && new StudySize(study, binder, errors).Check())
            {
                var dataOfAnalyses = new HashSet<string>();
                new StudyChecks(study, binder, errors, library, document.Overrides, dataOfAnalyses).Run();
                errors.ThrowIfAny();
                var warned = new WarnedStudy(study, binder, errors, new DataResolver(library));
                StudyWarnings.Find(warned, dataOfAnalyses, StudyDefinition.Codec);
                if (document.Strict)
                {
                    errors.ThrowIfWarned();
                }

                return Settle(study, document.Overrides) with { Warnings = errors.Warnings() };
            }
        }

        errors.ThrowIfAny();
        throw new InvalidOperationException("A study that cannot be read has at least one error.");
    }

    /// <summary>The study without what only its author's file needs, and with what the command line says in its place.</summary>
    private static Study Settle(Study study, StudyOverrides overrides) => study with
    {
        Schema = null,
        Trainings = new Dictionary<string, TrainingOptions>(),
        Pools = new Dictionary<string, StudyPool>(),
        Transfers = overrides.Images is { } most
            ? [.. study.Transfers.Select(transfer => transfer with { MaxImages = Math.Min(most, transfer.MaxImages ?? most) })]
            : study.Transfers,
    };
}
