using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Tests;

public sealed class DerivedSeedTests
{
    /// <summary>Golden: <c>printf 'model\n2013\n1\nFC100-100-10' | sha256sum</c>, the first 16 digits shifted right by 11 bits.</summary>
    [Theory]
    [InlineData(2013, "FC100-100-10", 1, 8965157174712706)]
    [InlineData(7, "", 2, 588490191185186)]
    public void Of_SeedNameAndReplicate_IsThePromisedNumber(ulong seed, string name, int replicate, ulong expected) =>
        Assert.Equal(expected, DerivedSeed.Of(seed, SeedPurpose.Model, name, replicate));

    [Fact]
    public void Of_OtherSeedPurposeNameOrReplicate_IsAnotherSeedBelowTwoToThe53()
    {
        ulong[] seeds =
        [
            DerivedSeed.Of(1, SeedPurpose.Model, "A"),
            DerivedSeed.Of(2, SeedPurpose.Model, "A"),
            DerivedSeed.Of(1, SeedPurpose.Attack, "A"),
            DerivedSeed.Of(1, SeedPurpose.Analysis, "A"),
            DerivedSeed.Of(1, SeedPurpose.Model, "B"),
            DerivedSeed.Of(1, SeedPurpose.Model, "A", 2),
            DerivedSeed.Of(1, SeedPurpose.Model, "A\n2"),
        ];

        Assert.Equal(seeds.Length, seeds.Distinct().Count());
        Assert.All(seeds, seed => Assert.InRange(seed, 0ul, (1ul << 53) - 1));
    }

    [Fact]
    public void SeedOf_ModelsWithoutSeed_DifferByName_AndAttacksShareTheStudys()
    {
        var study = TinyStudy.Read(TinyStudy.Text.Replace("\"heldOut\": \"test\", \"seed\": 8", "\"heldOut\": \"test\""));

        Assert.Equal(
            [DerivedSeed.Of(7, SeedPurpose.Model, "linear"), DerivedSeed.Of(7, SeedPurpose.Model, "mlp")],
            study.Models.Select(m => study.SeedOf(m)));
        Assert.All(study.Attacks, attack => Assert.Equal(7ul, study.SeedOf(attack)));
    }

    [Fact]
    public void SeedOf_Replicates_KeepsTheFirstAndWhatEqualSeedsShare()
    {
        var study = TinyStudy.Read(TinyStudy.Text);
        var (derived, own) = (study.Models[0], study.Models[1]);

        Assert.Equal(study.SeedOf(derived), study.SeedOf(derived, 1));
        Assert.Equal(8ul, study.SeedOf(own, 1));
        Assert.Equal(study.SeedOf(own, 2), study.SeedOf(own with { Name = "twin" }, 2));
        Assert.Equal(6, new[] { 1, 2, 3 }.SelectMany(r => new[] { study.SeedOf(derived, r), study.SeedOf(own, r) }).Distinct().Count());
    }
}
