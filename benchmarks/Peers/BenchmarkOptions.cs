using System.Globalization;

namespace Experiments.Peers;

/// <summary>The command line.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>Times that each side measures each workload.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Of one measurement.</summary>
    public double Seconds { get; init; } = 2;

    /// <summary>An interpreter that has torch, numpy and scipy.</summary>
    public string Python { get; init; } = "/usr/bin/python3";

    /// <summary>Runs the workloads whose name contains this text; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>Judges by processor time.</summary>
    public bool CountsProcessorTime { get; init; }

    /// <summary>A file to write the table to besides; null for none.</summary>
    public string? Report { get; init; }

    /// <exception cref="ArgumentException">An option that there is not, or one without its value.</exception>
    public static BenchmarkOptions Parse(IEnumerable<string> arguments)
    {
        var options = new BenchmarkOptions();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out var option))
        {
            string Value() => rest.TryDequeue(out var value) ? value : throw new ArgumentException($"{option} has no value");
            options = option switch
            {
                "--rounds" => options with { Rounds = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--seconds" => options with { Seconds = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--python" => options with { Python = Value() },
                "--only" => options with { Only = Value() },
                "--cpu-time" => options with { CountsProcessorTime = true },
                "--report" => options with { Report = Value() },
                _ => throw new ArgumentException(
                    $"option is {option}; it must be --rounds N, --seconds S, --python FILE, --only TEXT, --cpu-time or --report FILE"),
            };
        }

        return options;
    }
}
