namespace Experiments.Settings;

/// <summary>How much a file may grow by what it shares and sweeps, so that reading it takes a time that its size bounds.</summary>
public sealed class ValueBudget(SettingsErrors errors)
{
    /// <summary>Values that all of a file's shared, alike and swept entries may add to it.</summary>
    public const long MaxValues = 1_000_000;

    private long _left = MaxValues;

    /// <summary>Takes room for so many values; without room it is an error, the first time.</summary>
    /// <param name="values">How many.</param>
    /// <param name="at">What they are written out for.</param>
    public bool Take(long values, SourceNode at)
    {
        if (_left < 0)
        {
            return false;
        }

        _left -= values;
        if (_left >= 0)
        {
            return true;
        }

        errors.Add(
            at,
            $"the file grows by more than {MaxValues} values when all that is shared, alike or swept is written out; it must by at most "
                + $"{MaxValues}.");
        return false;
    }
}
