namespace Experiments.Reporting;

/// <summary>Letters of 5 x 7 pixels for captions: the printable ASCII characters; any other is an empty box.</summary>
internal static class BitmapFont
{
    internal const int GlyphWidth = 5;
    internal const int GlyphHeight = 7;

    /// <summary>From one letter to the next, in font pixels.</summary>
    internal const int Advance = GlyphWidth + 1;

    private const char First = ' ';

    private const string EmptyBox = "vhhhhhv";

    // From ' ' to '~', a glyph is seven rows from the top, a row one digit in base 32 (0 to 9, a to v), its highest bit the left pixel.
    private static readonly string[] Glyphs = (
        "0000000 4444004 aaa0000 aavavaa 4fke5u4 op248j3 cik8lid 4480000 " +
        "2488842 8422248 04lel40 044v440 0000c48 000v000 00000cc 01248g0 " +
        "ehjlphe 4c4444e eh1248v v2421he 26aiv22 vgu11he 68guhhe v124888 " +
        "ehhehhe ehhf12c 0cc0cc0 0cc0c48 248g842 00v0v00 8421248 eh12404 " +
        "ehnlnge ehhvhhh uhhuhhu ehggghe sihhhis vgguggv vgguggg ehgnhhf " +
        "hhhvhhh e44444e 72222ic hikokih ggggggv hrllhhh hhpljhh ehhhhhe " +
        "uhhuggg ehhhlid uhhukih fgge11u v444444 hhhhhhe hhhhha4 hhhllla " +
        "hha4ahh hhha444 v1248gv e88888e 0g84210 e22222e 4ah0000 000000v " +
        "8420000 00e1fhf ggmphhu 00egghe 11djhhf 00ehvge 698s888 0fhhf1e " +
        "ggmphhh 40c444e 20622ic ggikoki c44444e 00qllhh 00mphhh 00ehhhe " +
        "00uhhug 00fhhf1 00mpggg 00ege1u 88s8896 00hhhjd 00hhha4 00hhlla " +
        "00ha4ah 0hhhf1e 00v248v 2448442 4444444 8442448 008l200").Split(' ');

    /// <summary>Width of a text in pixels of the picture.</summary>
    internal static int Width(string text, int scale) => Math.Max(0, (text.Length * Advance) - 1) * scale;

    /// <summary>Draws the text with its top left corner at the given pixel; what lies outside the picture is left out.</summary>
    internal static void Draw(PixelImage image, string text, int left, int top, int scale, byte grey)
    {
        foreach (var character in text)
        {
            var glyph = character - First is >= 0 and var index && index < Glyphs.Length ? Glyphs[index] : EmptyBox;
            for (var y = 0; y < GlyphHeight; y++)
            {
                var row = RowBits(glyph[y]);
                for (var x = 0; x < GlyphWidth; x++)
                {
                    if ((row >> (GlyphWidth - 1 - x) & 1) != 0)
                    {
                        image.Fill(left + (x * scale), top + (y * scale), scale, scale, grey);
                    }
                }
            }

            left += Advance * scale;
        }
    }

    private static int RowBits(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : digit - 'a' + 10;
}
