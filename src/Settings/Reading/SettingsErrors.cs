using Experiments.Contracts;

namespace Experiments.Settings;

/// <summary>Collects everything that is wrong with one settings text; nothing is thrown until all of it has been looked at.</summary>
public sealed class SettingsErrors(string file, SourceText source)
{
    /// <summary>Errors, and warnings, that are listed; of more it is only said how many there are.</summary>
    public const int MaxListed = 50;

    /// <summary>So many are told apart; of a file with more, what is used often counts wherever it is used.</summary>
    private const int MaxToldApart = 10_000;

    /// <summary>Characters of a message: enough for all names of a catalogue.</summary>
    private const int MaxMessage = 2_000;

    private readonly List<(int Offset, SourcePlace Place, string Message, string? Origin)> _errors = [];

    // A shared part of the file is read wherever it is used; what is wrong with it is one error.
    private readonly HashSet<(int Offset, string Message)> _seen = [];
    private readonly List<(int Offset, SourcePlace Place, string Message, string? Origin)> _warnings = [];
    private int _count;
    private int _warned;

    /// <summary>Errors so far, listed or not.</summary>
    public int Count => _count;

    public void Add(SourceNode node, string message)
    {
        ArgumentNullException.ThrowIfNull(node);
        Add(node.Offset, node.Place, message, node.Origin);
    }

    /// <summary>Adds an error whose message is long to make: it is made where it is listed only.</summary>
    public void Add(SourceNode node, Func<string> message)
    {
        ArgumentNullException.ThrowIfNull(node);
        Add(node, Made(message));
    }

    /// <summary>Adds an error about a key rather than its value.</summary>
    public void Add(SourceMember member, string message)
    {
        ArgumentNullException.ThrowIfNull(member);
        Add(member.Offset, member.Value.Place, message, member.Value.Origin);
    }

    /// <summary>Adds an error about a key whose message is long to make.</summary>
    public void Add(SourceMember member, Func<string> message) => Add(member, Made(message));

    /// <summary>Adds an error about a position in the text.</summary>
    public void Add(int offset, string message) => Add(offset, SourcePlace.Root, message, origin: null);

    private string Made(Func<string> message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _errors.Count < MaxListed ? message() : "";
    }

    private void Add(int offset, SourcePlace place, string message, string? origin)
    {
        if (_seen.Count < MaxToldApart && !_seen.Add((offset, message)))
        {
            return;
        }

        _count++;
        if (_errors.Count < MaxListed)
        {
            _errors.Add((offset, place, SourceText.Shorten(message, MaxMessage), origin));
        }
    }

    /// <summary>Adds something that is valid and yet may not be what the author meant.</summary>
    public void Warn(SourceNode node, string message)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (_seen.Count < MaxToldApart && !_seen.Add((node.Offset, message)))
        {
            return;
        }

        _warned++;
        if (_warnings.Count < MaxListed)
        {
            _warnings.Add((node.Offset, node.Place, SourceText.Shorten(message, MaxMessage), node.Origin));
        }
    }

    /// <summary>Warnings so far, in the order of the file.</summary>
    public IReadOnlyList<StudyWarning> Warnings() =>
        [.. Listed(_warnings, _warned).Select(
            w => new StudyWarning(w.Path, w.Message) { Line = w.Line, Column = w.Column, Origin = w.Origin })];

    /// <exception cref="StudyValidationException">There is at least one error.</exception>
    public void ThrowIfAny()
    {
        if (_count > 0)
        {
            throw new StudyValidationException(file, Listed(_errors, _count));
        }
    }

    /// <exception cref="StudyValidationException">There is at least one warning.</exception>
    public void ThrowIfWarned()
    {
        if (_warnings.Count > 0)
        {
            throw new StudyValidationException(file, Listed(_warnings, _warned));
        }
    }

    /// <summary>What the file says comes first, in its order; last how many there are beside the listed ones.</summary>
    private List<StudyError> Listed(List<(int Offset, SourcePlace Place, string Message, string? Origin)> found, int count)
    {
        List<StudyError> listed =
        [
            .. found.OrderBy(e => e.Origin is not null).ThenBy(e => e.Offset).Select(e =>
            {
                var (line, column) = source.PositionOf(e.Offset);
                return new StudyError(line, column, e.Place.ToString(), e.Message) { Origin = e.Origin };
            }),
        ];
        if (count > found.Count)
        {
            listed.Add(listed[^1] with { Path = "", Message = $"and {count - found.Count} more." });
        }

        return listed;
    }
}
