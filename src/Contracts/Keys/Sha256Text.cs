namespace Experiments.Contracts;

/// <summary>The text form of a SHA-256 that keys and hashes share.</summary>
internal static class Sha256Text
{
    private const int Digits = 64;

    internal static string Check(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length != Digits || text.Any(c => !char.IsAsciiHexDigitLower(c) && !char.IsAsciiDigit(c)))
        {
            throw new FormatException($"{what} is '{text}'; it must be {Digits} lower-case hexadecimal digits.");
        }

        return text;
    }
}
