using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Experiments.Kernels;

/// <summary>A benchmark that says how many floating-point operations one call of it does.</summary>
internal interface IFlops
{
    double Flops { get; }
}

/// <summary>The median time of as many fused multiply-adds at their peak, divided by the kernel's.</summary>
internal sealed class PeakShareColumn : KernelColumn
{
    public override string ColumnName => "of peak";

    public override string Legend => "Share of the fused multiply-add peak of the same run on the same threads";

    protected override string Value(Summary summary, BenchmarkCase benchmark, double nanoseconds)
    {
        var peak = summary.BenchmarksCases.FirstOrDefault(other =>
            summary.IsBaseline(other) && other.Descriptor.Type == benchmark.Descriptor.Type
                && other.Parameters.DisplayInfo == benchmark.Parameters.DisplayInfo);
        return peak is not null && Median(summary, peak) is { } fastest
            ? (fastest / nanoseconds).ToString("P0", CultureInfo.InvariantCulture)
            : "-";
    }
}

/// <summary>Operations per nanosecond at the median.</summary>
internal sealed class GigaflopsColumn : KernelColumn
{
    public override string ColumnName => "GFLOP/s";

    public override string Legend => "Billions of multiplications and additions per second";

    protected override string Value(Summary summary, BenchmarkCase benchmark, double nanoseconds) =>
        benchmark.Parameters.Items.Select(item => item.Value).OfType<IFlops>().FirstOrDefault() is { } work
            ? (work.Flops / nanoseconds).ToString("F0", CultureInfo.InvariantCulture)
            : "-";
}

/// <summary>What the columns share.</summary>
internal abstract class KernelColumn : IColumn
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
        Median(summary, benchmarkCase) is { } nanoseconds ? Value(summary, benchmarkCase, nanoseconds) : "-";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    protected abstract string Value(Summary summary, BenchmarkCase benchmark, double nanoseconds);

    protected static double? Median(Summary summary, BenchmarkCase benchmark) => summary[benchmark]?.ResultStatistics?.Median;
}
