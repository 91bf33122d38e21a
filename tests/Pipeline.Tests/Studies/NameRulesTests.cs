using Experiments.Pipeline.Studies;

namespace Experiments.Pipeline.Tests;

public sealed class NameRulesTests
{
    [Theory]
    [InlineData("x", true)]
    [InlineData("x\n", false)]
    [InlineData("x\r\n", false)]
    [InlineData("x\u200b", false)]
    [InlineData("", false)]
    public void StudyName_WithALineBreakAfterIt_IsNone(string name, bool valid) =>
        Assert.Equal(valid, new StudyNameAttribute().IsValid(name));

    [Theory]
    [InlineData("FC100(1e-4), naïve 図 🙂", true)]
    [InlineData("a\u001b[31mb", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\u2028b", false)]
    [InlineData("a\u202eb", false)]
    [InlineData("a\u200bb", false)]
    [InlineData("a\ufeffb", false)]
    public void PartName_WithCharactersThatAreNotSeen_IsNone(string name, bool valid) =>
        Assert.Equal(valid, new PartNameAttribute().IsValid(name));
}
