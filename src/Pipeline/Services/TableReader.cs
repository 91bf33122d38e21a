using Experiments.Analysis;
using Experiments.Contracts;
using Experiments.Ports;

namespace Experiments.Pipeline;

/// <summary>Makes the tables of a study from result rows and the names that the study gives their jobs.</summary>
internal sealed class TableReader(Study study, IResultStore results)
{
    private readonly PublishedResults? _published =
        study.CompareWith is { } name && PublishedResults.All.Find(name) is not null ? PublishedResults.Load(name) : null;

    internal async Task<StudyTables> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await StudyRows.ReadAsync(study.Name, results, cancellationToken);
        var errors = await rows.LinesAsync<ModelErrorRow, ErrorLine>(JobKinds.Errors, ErrorLineOf, cancellationToken);
        var sets = (await rows.OfAsync<AdversarialSetRow>(cancellationToken)).ToDictionary(set => set.Key, set => set.Single());
        return new StudyTables
        {
            Study = study.Name,
            Title = study.Title,
            Models = await rows.LinesAsync<ModelRow, ModelLine>(JobKinds.Train, (n, row) => ModelLineOf(n, row, errors), cancellationToken),
            Errors = errors,
            Distortion = await rows.LinesAsync<AdversarialSetRow, DistortionLine>(JobKinds.Collect, DistortionLineOf, cancellationToken),
            Transfer = await rows.LinesAsync<TransferCellRow, TransferLine>(JobKinds.Evaluate, (n, row) => TransferLineOf(n, row, sets[row.Set]), cancellationToken),
            Claims = await rows.LinesAsync<ClaimRow, ClaimLine>(JobKinds.Claim, (_, row) => ClaimLineOf(row), cancellationToken),
            Origin = new StudyOrigin(study.Description, study.Seed, _published?.Title, [.. study.Data.Values.Select(d => d.Dataset).Distinct().Order(StringComparer.Ordinal)]),
            Groups = await rows.LinesAsync<ModelGroupRow, ModelGroupLine>(JobKinds.CompareModels, GroupLineOf, cancellationToken),
            Spectral = await rows.LinesAsync<SpectralLayerRow, SpectralLine>(JobKinds.Spectral, AnalysisLines.Spectral, cancellationToken),
            Gains = await rows.LinesAsync<LayerGainRow, GainLine>(JobKinds.LayerGains, AnalysisLines.Gain, cancellationToken),
            Universal = await rows.LinesAsync<UniversalCellRow, UniversalLine>(JobKinds.UniversalCell, AnalysisLines.Universal, cancellationToken),
            TransferDistances = await rows.LinesAsync<TransferDistanceRow, TransferDistanceLine>(JobKinds.TransferDistance, AnalysisLines.TransferDistance, cancellationToken),
            TransferDistancePoints =
                await rows.LinesAsync<TransferDistancePointRow, TransferDistancePointLine>(JobKinds.TransferDistance, AnalysisLines.TransferDistancePoint, cancellationToken),
            Units = await rows.LinesAsync<UnitGroupRow, UnitLine>(JobKinds.Units, UnitLines.Of, cancellationToken),
            NoiseCurves = await rows.LinesAsync<NoiseCurveRow, NoiseLine>(JobKinds.NoiseCurve, NoiseLines.Of, cancellationToken),
            RandomDirections = await rows.LinesAsync<RandomDirectionRow, RandomDirectionLine>(JobKinds.RandomDirections, NoiseLines.Of, cancellationToken),
            Shapes = [.. study.Transfers.Select(t => new TransferShape(t.Name, t.Title, t.Images, [.. TransferRows.Of(t, study.Attacks)], t.Victims))],
        };
    }

    private ModelLine ModelLineOf(StudyJob name, ModelRow row, IReadOnlyList<ErrorLine> errors)
    {
        var tested = study.Models.First(m => m.Name == name.Model).EvaluateOn
            .Where(d => study.Data[d].Slice.StartsWith("test", StringComparison.Ordinal))
            .Select(d => errors.FirstOrDefault(e => e.Model == name.Model && e.Data == d))
            .FirstOrDefault();
        return new ModelLine
        {
            Model = name.Model!,
            Architecture = row.Architecture,
            Parameters = row.Parameters,
            TrainedOn = row.TrainedOn,
            TrainImages = row.TrainImages,
            TrainError = (double)row.TrainErrors / row.TrainImages,
            PaperTrainError = _published?.ErrorRate(name.Model!, name.Data!),
            TestError = tested?.ErrorRate,
            TestImages = tested?.Images,
            PaperTestError = tested?.PaperErrorRate,
            Epochs = row.Epochs,
            StoppedBy = row.StoppedBy,
            Backend = row.Backend,
            Deterministic = row.Deterministic,
            Seed = row.Seed,
            Key = row.Job.Value,
        };
    }

    private ErrorLine ErrorLineOf(StudyJob name, ModelErrorRow row)
    {
        var interval = WilsonInterval.For(row.Errors, row.Images);
        return new ErrorLine
        {
            Model = name.Model!,
            Data = name.Data!,
            Images = row.Images,
            Errors = row.Errors,
            ErrorRate = (double)row.Errors / row.Images,
            Low = interval.Low,
            High = interval.High,
            PaperErrorRate = _published?.ErrorRate(name.Model!, name.Data!),
        };
    }

    private ModelGroupLine GroupLineOf(StudyJob name, ModelGroupRow row) => new()
    {
        Table = name.Table!,
        Group = name.Model!,
        Data = name.Data!,
        Models = row.Models,
        Images = row.Images,
        MeanError = row.MeanError,
        StandardError = row.ErrorDeviation / Math.Sqrt(row.Models),
        Low = row.ErrorLow,
        High = row.ErrorHigh,
        SmallestError = row.SmallestError,
        LargestError = row.LargestError,
        Baseline = name.Source,
        Pairs = row.Pairs,
        MeanDifference = row.MeanDifference,
        DifferenceLow = row.DifferenceLow,
        DifferenceHigh = row.DifferenceHigh,
        PaperError = _published?.ErrorRate(name.Model!, name.Data!),
    };

    private DistortionLine DistortionLineOf(StudyJob name, AdversarialSetRow row) => new()
    {
        Table = name.Table!,
        Source = name.Source,
        Attack = name.Attack!,
        Images = row.Images,
        MisclassifiedBefore = row.MisclassifiedBefore,
        Success = row.Successes is { } successes ? (double)successes / row.Images : null,
        MeanDistortion = row.MeanDistortion,
        MedianDistortion = row.MedianDistortion,
        PaperDistortion = _published?.Distortion(name.Table!, name.Source, name.Attack!),
        GradientEvaluations = (double)row.GradientEvaluations / row.Images,
    };

    private static ClaimLine ClaimLineOf(ClaimRow row) => new()
    {
        Claim = row.Claim,
        Place = row.Place,
        Statement = row.Statement,
        Rule = row.Rule,
        Unit = row.Unit,
        Theirs = row.Theirs,
        Ours = row.Ours,
        Low = row.Low,
        High = row.High,
        Verdict = row.Verdict,
        Detail = row.Detail,
        Why = row.Why,
        Key = row.Job.Value,
    };

    private TransferLine TransferLineOf(StudyJob name, TransferCellRow row, AdversarialSetRow set) => new()
    {
        Table = name.Table!,
        Source = name.Source,
        Attack = name.Attack!,
        Victim = name.Victim!,
        Images = row.Images,
        Errors = row.Errors,
        ErrorRate = (double)row.Errors / row.Images,
        Low = row.ErrorRateLow,
        High = row.ErrorRateHigh,
        ImagesVictimCorrect = row.VictimCorrect,
        ErrorRateVictimCorrect = row.VictimCorrect == 0 ? null : (double)row.ErrorsAmongVictimCorrect / row.VictimCorrect,
        TargetHitRate = row.TargetHits is { } hits ? (double)hits / row.Images : null,
        PaperErrorRate = _published?.ErrorRate(name.Table!, name.Source, name.Attack!, name.Victim!),
        MeanDistortion = set.MeanDistortion,
    };
}
