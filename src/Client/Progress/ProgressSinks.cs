using Experiments.Contracts;

namespace Experiments.Client;

/// <summary>Keeps the latest moment for whoever looks.</summary>
internal sealed class LatestProgress : IProgress<StudyProgress>
{
    private volatile StudyProgress? _value;

    internal StudyProgress? Value => _value;

    public void Report(StudyProgress value) => _value = value;
}

/// <summary>Writes a line at the start and then at most one every few seconds of the study's time.</summary>
internal sealed class PlainProgress(TextWriter output) : IProgress<StudyProgress>
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TimeSpan? _last;

    public void Report(StudyProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_lock)
        {
            if (_last is { } last && value.Elapsed - last < Period)
            {
                return;
            }

            _last = value.Elapsed;
            output.Say(ProgressText.Line(value));
        }
    }
}
