using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Experiments.Attack;

/// <summary>Images of one operation over its median time.</summary>
internal sealed class ImagesPerSecondColumn : PerImageColumn
{
    public override string ColumnName => "images/s";

    public override string Legend => "Images per second at the median";

    protected override double? Value(BenchmarkReport report, int images) =>
        report.ResultStatistics is { } times ? images * 1e9 / times.Median : null;
}

/// <summary>Managed bytes allocated by one operation over its images.</summary>
internal sealed class AllocatedPerImageColumn : PerImageColumn
{
    public override string ColumnName => "bytes/image";

    public override string Legend => "Managed memory allocated per image, what comes back included";

    protected override double? Value(BenchmarkReport report, int images) =>
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) is { } bytes ? (double)bytes / images : null;
}

/// <summary>What the columns share: the number of images is the parameter of that name.</summary>
internal abstract class PerImageColumn : IColumn
{
    public string Id => GetType().Name;

    public abstract string ColumnName { get; }

    public abstract string Legend { get; }

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase] is { } report && Value(report, (int)benchmarkCase.Parameters["Images"]) is { } value
            ? value.ToString("#,0", CultureInfo.InvariantCulture)
            : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    protected abstract double? Value(BenchmarkReport report, int images);
}
