using System.Globalization;
using System.Text;

namespace Experiments.Settings;

/// <summary>Where a value stands in its document. It is written out only where it is shown, so that long names and long lists together cost
/// no more than the text that has them.</summary>
public sealed class SourcePlace
{
    private const int NoIndex = -1;

    /// <summary>Characters of a path that a person wrote in one piece: several names.</summary>
    private const int MostOfPath = 4 * SourceText.MostShown;

    private readonly SourcePlace? _parent;
    private readonly string _text;
    private readonly int _index;
    private readonly bool _isPath;

    private SourcePlace(SourcePlace? parent, string text, int index, bool isPath) =>
        (_parent, _text, _index, _isPath) = (parent, text, index, isPath);

    /// <summary>The document itself.</summary>
    public static SourcePlace Root { get; } = new(null, "", NoIndex, isPath: false);

    public bool IsRoot => _parent is null;

    /// <summary>The last name with its indices, as errors call the value: <c>weightDecay[1]</c> of
    /// <c>models[0].training.weightDecay[1]</c>.</summary>
    public string Label
    {
        get
        {
            var indices = "";
            var at = this;
            for (; at._index != NoIndex; at = at._parent!)
            {
                indices = string.Create(CultureInfo.InvariantCulture, $"[{at._index}]{indices}");
            }

            return SourceText.Shorten(at._isPath ? SettingsPath.LastName(at._text) : at._text) + indices;
        }
    }

    /// <summary>A member of the object here.</summary>
    public SourcePlace Member(string name) => new(this, name, NoIndex, isPath: false);

    /// <summary>An item of the list here, from 0.</summary>
    public SourcePlace Item(int index) => new(this, "", index, isPath: false);

    /// <summary>What a path from here leads to, as a person wrote it.</summary>
    public SourcePlace At(string path) => new(this, path, NoIndex, isPath: true);

    /// <summary>The whole path; names that are too long to be read are cut.</summary>
    public override string ToString()
    {
        var steps = new Stack<SourcePlace>();
        for (var at = this; at._parent is not null; at = at._parent)
        {
            steps.Push(at);
        }

        var path = new StringBuilder();
        foreach (var step in steps)
        {
            step.Append(path);
        }

        return path.ToString();
    }

    private void Append(StringBuilder path)
    {
        if (_index != NoIndex)
        {
            path.Append(CultureInfo.InvariantCulture, $"[{_index}]");
        }
        else if (_isPath || SettingsPath.IsPlain(_text))
        {
            path.Append(path.Length == 0 ? "" : ".").Append(SourceText.Shorten(_text, _isPath ? MostOfPath : SourceText.MostShown));
        }
        else
        {
            path.Append("[\"").Append(SourceText.Shorten(_text)).Append("\"]");
        }
    }
}
