using System.Text;

namespace Experiments.Storage;

/// <summary>Values of one column that follow each other are often the same: its text is made once.</summary>
/// <typeparam name="T">What is made of the bytes.</typeparam>
internal struct RepeatedText<T>
{
    private const int Longest = 256;

    private byte[]? _bytes;
    private int _length;
    private T _value;

    /// <param name="bytes">UTF-8.</param>
    /// <param name="make">Makes the value of a text that differs from the last one.</param>
    internal T Of(ReadOnlySpan<byte> bytes, Func<string, T> make)
    {
        if (_bytes is not null && bytes.SequenceEqual(_bytes.AsSpan(0, _length)))
        {
            return _value;
        }

        var value = make(Encoding.UTF8.GetString(bytes));
        if (bytes.Length <= Longest)
        {
            _bytes ??= new byte[Longest];
            bytes.CopyTo(_bytes);
            (_length, _value) = (bytes.Length, value);
        }

        return value;
    }
}
