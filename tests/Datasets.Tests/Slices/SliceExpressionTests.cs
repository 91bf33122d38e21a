namespace Experiments.Datasets.Tests;

public class SliceExpressionTests
{
    [Theory]
    [InlineData("train", "train", 0, null)]
    [InlineData("test", "test", 0, null)]
    [InlineData("train[0..30000)", "train", 0, 30000)]
    [InlineData("train[30000..)", "train", 30000, null)]
    [InlineData("test[..500)", "test", 0, 500)]
    [InlineData("extra-2[7..8)", "extra-2", 7, 8)]
    public void Parse_GoodText_ItsParts(string text, string split, int start, int? end) =>
        Assert.Equal(new SliceExpression(split, start, end), SliceExpression.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("Train")]
    [InlineData("train ")]
    [InlineData("train[0..30000]")]
    [InlineData("train(0..30000)")]
    [InlineData("train[-1..5)")]
    [InlineData("train[0-5)")]
    [InlineData("train[0..5)x")]
    [InlineData("train[0..5)\n")]
    [InlineData("train[0..99999999999)")]
    [InlineData("train[٣..٥)")]
    [InlineData("../mnist")]
    public void Parse_BadText_SaysTheRule(string text) =>
        Assert.Equal(
            $"slice is '{text}'; it must be a split or a half-open range of one: train, test[0..1000), train[30000..)",
            Assert.Throws<DatasetException>(() => SliceExpression.Parse(text)).Message);

    [Theory]
    [InlineData("train[5..5)")]
    [InlineData("train[5..4)")]
    [InlineData("train[..0)")]
    public void Parse_EmptyRange_Refused(string text) =>
        Assert.Equal(
            $"slice is '{text}'; its end must be above its start",
            Assert.Throws<DatasetException>(() => SliceExpression.Parse(text)).Message);

    [Theory]
    [InlineData("train")]
    [InlineData("train[3..)")]
    [InlineData("train[0..9)")]
    public void ToString_Parsed_Same(string text) => Assert.Equal(text, SliceExpression.Parse(text).ToString());
}
