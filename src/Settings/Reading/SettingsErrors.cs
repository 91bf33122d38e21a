using Experiments.Contracts;

namespace Experiments.Settings;

/// <summary>Collects everything that is wrong with one settings text; nothing is thrown until all of it has been looked at.</summary>
public sealed class SettingsErrors(string file, SourceText source)
{
    /// <summary>A file with more errors than this is not a study; the rest is only counted.</summary>
    private const int MaxListed = 200;

    private readonly List<(int Offset, string Path, string Message, string? Origin)> _errors = [];

    // A shared part of the file is read wherever it is used; what is wrong with it is one error.
    private readonly HashSet<(int Offset, string Message)> _seen = [];
    private readonly List<(int Offset, string Path, string Message, string? Origin)> _warnings = [];
    private int _count;

    /// <summary>Errors so far, listed or not.</summary>
    public int Count => _count;

    public void Add(SourceNode node, string message)
    {
        ArgumentNullException.ThrowIfNull(node);
        Add(node.Offset, node.Path, message, node.Origin);
    }

    /// <summary>Adds an error whose message is long to make: it is made where it is listed only.</summary>
    public void Add(SourceNode node, Func<string> message)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(message);
        Add(node, _errors.Count < MaxListed ? message() : "");
    }

    /// <summary>Adds an error about a key rather than its value.</summary>
    public void Add(SourceMember member, string message)
    {
        ArgumentNullException.ThrowIfNull(member);
        Add(member.Offset, member.Value.Path, message, member.Value.Origin);
    }

    public void Add(int offset, string path, string message) => Add(offset, path, message, origin: null);

    private void Add(int offset, string path, string message, string? origin)
    {
        if (!_seen.Add((offset, message)))
        {
            return;
        }

        _count++;
        if (_errors.Count < MaxListed)
        {
            _errors.Add((offset, path, message, origin));
        }
    }

    /// <summary>Adds something that is valid and yet may not be what the author meant.</summary>
    public void Warn(SourceNode node, string message)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (_warnings.Count < MaxListed && _seen.Add((node.Offset, message)))
        {
            _warnings.Add((node.Offset, node.Path, message, node.Origin));
        }
    }

    /// <summary>Warnings so far, in the order of the file.</summary>
    public IReadOnlyList<StudyWarning> Warnings() =>
        [.. Placed(_warnings).Select(
            w => new StudyWarning(w.Path, w.Message) { Line = w.Line, Column = w.Column, Origin = w.Origin })];

    /// <exception cref="StudyValidationException">There is at least one error.</exception>
    public void ThrowIfAny()
    {
        if (_count > 0)
        {
            throw new StudyValidationException(file, InFileOrder());
        }
    }

    /// <exception cref="StudyValidationException">There is at least one warning.</exception>
    public void ThrowIfWarned()
    {
        if (_warnings.Count > 0)
        {
            throw new StudyValidationException(file, Placed(_warnings));
        }
    }

    private List<StudyError> InFileOrder()
    {
        var listed = Placed(_errors);
        if (_count > MaxListed)
        {
            listed.Add(listed[^1] with { Path = "", Message = $"{_count - MaxListed} more errors are not listed." });
        }

        return listed;
    }

    /// <summary>What the file says comes first, in its order.</summary>
    private List<StudyError> Placed(IEnumerable<(int Offset, string Path, string Message, string? Origin)> found) =>
    [
        .. found.OrderBy(e => e.Origin is not null).ThenBy(e => e.Offset).Select(e =>
        {
            var (line, column) = source.PositionOf(e.Offset);
            return new StudyError(line, column, e.Path, e.Message) { Origin = e.Origin };
        }),
    ];
}
