using System.Runtime.Intrinsics;

namespace Experiments.Numerics.Tests;

public class VectorMathTests
{
    // About 1.05 million of the 2^32 floats, and every special place: a prime step visits all exponents and all kinds of mantissas.
    private const uint Step = 4093;

    public static TheoryData<string> Functions => [.. MathFunction.All.Keys];

    public static TheoryData<string, float, float> SpecialValues => new()
    {
        { "exp", 0f, 1f },
        { "exp", -0f, 1f },
        { "exp", float.NegativeInfinity, 0f },
        { "exp", float.PositiveInfinity, float.PositiveInfinity },
        { "exp", 88.7229f, float.PositiveInfinity },
        { "exp", -103.5f, 1.401298464324817e-45f },
        { "exp", -104f, 0f },
        { "exp", float.MinValue, 0f },
        { "exp", float.MaxValue, float.PositiveInfinity },
        { "exp", 1.401298464324817e-45f, 1f },
        { "exp", float.NaN, float.NaN },
        { "log", 1f, 0f },
        { "log", 0f, float.NegativeInfinity },
        { "log", -0f, float.NegativeInfinity },
        { "log", -1f, float.NaN },
        { "log", -1.401298464324817e-45f, float.NaN },
        { "log", float.NegativeInfinity, float.NaN },
        { "log", float.PositiveInfinity, float.PositiveInfinity },
        { "log", 1.401298464324817e-45f, -103.2789306640625f },
        { "log", float.NaN, float.NaN },
        { "sigmoid", 0f, 0.5f },
        { "sigmoid", -0f, 0.5f },
        { "sigmoid", float.PositiveInfinity, 1f },
        { "sigmoid", float.NegativeInfinity, 0f },
        { "sigmoid", -103.5f, 1.401298464324817e-45f },
        { "sigmoid", float.NaN, float.NaN },
        { "tanh", 0f, 0f },
        { "tanh", -0f, -0f },
        { "tanh", 1.401298464324817e-45f, 1.401298464324817e-45f },
        { "tanh", -1.401298464324817e-45f, -1.401298464324817e-45f },
        { "tanh", float.PositiveInfinity, 1f },
        { "tanh", float.NegativeInfinity, -1f },
        { "tanh", float.MaxValue, 1f },
        { "tanh", float.NaN, float.NaN },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Span_FloatsOfAllExponents_WithinTheStatedBound(string name)
    {
        var function = MathFunction.All[name];
        var x = Inputs(Step);
        var y = new float[x.Length];

        function.Span(x, y);

        var (worst, at) = (0.0, 0f);
        for (var i = 0; i < x.Length; i++)
        {
            var error = UlpError.Of(y[i], function.Reference(x[i]));
            if (error > worst)
            {
                (worst, at) = (error, x[i]);
            }
        }

        Assert.True(worst <= function.MaxUlp, $"{name}({at:R}) is {worst:F3} ulp off; it must be at most {function.MaxUlp}");
        Assert.True(worst >= 0.5 * function.MaxUlp, $"the bound {function.MaxUlp} of {name} is slack: the worst error seen is {worst:F3}");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Scalar_AndEveryVectorWidth_SameBits(string name)
    {
        var function = MathFunction.All[name];
        var x = Inputs(16 * 4093 + 1);
        Array.Resize(ref x, x.Length - x.Length % 16);
        var scalar = Array.ConvertAll(x, value => function.Scalar(value));
        var (span, lanes512, lanes256, lanes128) = (new float[x.Length], new float[x.Length], new float[x.Length], new float[x.Length]);

        function.Span(x, span);
        for (var i = 0; i < x.Length; i += 16)
        {
            function.Lanes512(Vector512.Create(x, i)).CopyTo(lanes512, i);
        }

        for (var i = 0; i < x.Length; i += 8)
        {
            function.Lanes256(Vector256.Create(x, i)).CopyTo(lanes256, i);
        }

        for (var i = 0; i < x.Length; i += 4)
        {
            function.Lanes128(Vector128.Create(x, i)).CopyTo(lanes128, i);
        }

        Bits.AssertEqual(scalar, span);
        Bits.AssertEqual(scalar, lanes512);
        Bits.AssertEqual(scalar, lanes256);
        Bits.AssertEqual(scalar, lanes128);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Span_EveryShortLength_WritesThatManyAndNoMore(string name)
    {
        var function = MathFunction.All[name];
        for (var length = 0; length <= 50; length++)
        {
            var x = Enumerable.Range(0, length).Select(i => 0.1f + 0.37f * i).ToArray();
            var y = Enumerable.Repeat(-7f, length + 3).ToArray();

            function.Span(x, y);

            Bits.AssertEqual([.. x.Select(value => function.Scalar(value)), -7f, -7f, -7f], y);
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Span_InPlace_SameAsApart(string name)
    {
        var function = MathFunction.All[name];
        var x = Enumerable.Range(0, 77).Select(i => 0.05f * i).ToArray();
        var y = new float[77];
        function.Span(x, y);

        function.Span(x, x);

        Bits.AssertEqual(y, x);
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Span_ResultTooShort_Refused(string name) =>
        Assert.Equal(
            "y.Length is 2; it must be at least x.Length, 3 (Parameter 'y')",
            Assert.Throws<ArgumentException>(() => MathFunction.All[name].Span(new float[3], new float[2])).Message);

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Scalar_SpecialValue_ExactBits(string name, float x, float expected) =>
        Bits.AssertEqual([expected], [MathFunction.All[name].Scalar(x)]);

    [Theory]
    [MemberData(nameof(Functions))]
    public void Scalar_NanWithPayload_TheOneNan(string name) =>
        Bits.AssertEqual([float.NaN], [MathFunction.All[name].Scalar(BitConverter.Int32BitsToSingle(0x7fc12345))]);

    [Fact]
    public void Tanh_NegatedArgument_NegatedToTheBit()
    {
        var x = Inputs(65537);

        Bits.AssertEqual(
            [.. x.Where(v => !float.IsNaN(v)).Select(v => -VectorMath.Tanh(v))],
            [.. x.Where(v => !float.IsNaN(v)).Select(v => VectorMath.Tanh(-v))]);
    }

    /// <summary>Every <paramref name="step"/>th bit pattern, the first and last few floats of each exponent, and the neighbours of
    /// thresholds.</summary>
    private static float[] Inputs(uint step)
    {
        var bits = new List<uint>();
        for (ulong b = 0; b <= uint.MaxValue; b += step)
        {
            bits.Add((uint)b);
        }

        float[] places =
            [88.72284f, -87.33655f, -103.97208f, -104f, 89f, 0.55f, 1f, 0.70710677f, 1.4142135f, 9.01f, 16.6f, -16.6f, -88.72284f];
        var centres =
            Enumerable.Range(0, 512).Select(exponent => (uint)exponent << 23).Concat(places.Select(BitConverter.SingleToUInt32Bits));
        foreach (var centre in centres)
        {
            for (var offset = -20; offset <= 20; offset++)
            {
                bits.Add(unchecked(centre + (uint)offset));
            }
        }

        return [.. bits.Select(BitConverter.UInt32BitsToSingle)];
    }
}
