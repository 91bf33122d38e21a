using System.Text.Json.Nodes;
using Experiments.Contracts;

namespace Experiments.Settings.Tests;

/// <summary>Options that a program made and options that were read are held against the same rules in the same words.</summary>
public sealed class OptionsValidatorTests
{
    private static readonly SettingsCodec Codec = new(SampleType.Catalogue);

    public static TheoryData<RichOptions, string> Wrong() => new()
    {
        { new RichOptions { Epsilon = 0 }, "epsilon is 0; it must be above 0 and at most 1." },
        { new RichOptions { Epsilon = 2, Sizes = [1, 0] },
            "epsilon is 2; it must be above 0 and at most 1.|sizes[1] is 0; it must be from 1 to 9." },
        { new RichOptions { Sizes = [] }, "sizes has 0 items; it must have at least 1." },
        { new RichOptions { Parts = [new() { Steps = 1 }, new() { Steps = 1 }] },
            "parts has 2 items; it must have at most as many as sizes, 1." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Check_OptionsOutOfRange_SaysWhatTheBinderSays(RichOptions options, string errors)
    {
        Assert.Equal(errors.Split('|'), OptionsValidator.Check(options));
        Assert.Equal(errors.Split('|'), Read(Codec.Write<SampleOptions>(options)));
    }

    [Fact]
    public void Check_OptionsInOrder_HasNothingToSay() =>
        Assert.Empty(OptionsValidator.Check(new RichOptions { Parts = [new() { Steps = 3 }], Norm = SampleNorm.Rms }));

    [Fact]
    public void Check_RecordInsideARecord_SaysWhichItIs() =>
        Assert.Equal(
            ["parts[0].steps is 0; it must be at least 1."], OptionsValidator.Check(new RichOptions { Parts = [new() { Steps = 0 }] }));

    [Fact]
    public void Check_ValueThatNoStudyCanWrite_IsRefused() =>
        Assert.Equal(
            ["norm is 17; it must be one of: linf, rms.", "sizes is null; it must be a list."],
            OptionsValidator.Check(new RichOptions { Norm = (SampleNorm)17, Sizes = null! }));

    [Fact]
    public void ThrowIfInvalid_SeveralErrors_NamesTheOwnerAndAll() =>
        Assert.Equal(
            "attack x: epsilon is 0; it must be above 0 and at most 1. sizes has 0 items; it must have at least 1. (Parameter 'options')",
            Assert.Throws<ArgumentException>(
                () => OptionsValidator.ThrowIfInvalid("attack x", new RichOptions { Epsilon = 0, Sizes = [] })).Message);

    private static IEnumerable<string> Read(JsonObject json) =>
        Assert.Throws<StudyValidationException>(() => Codec.Read<SampleOptions>(json, "test")).Errors.Select(error => error.Message);
}
