using System.Text.Json.Nodes;

namespace Experiments.Settings.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": 1, "a": [ true, null, "x" ] }""", """{"a":[true,null,"x"],"b":1}""")]
    [InlineData("[1.0, 1, 1e0, 0.1, 1E-5, 0.00001, -0, 0.0, 1e300]", "[1,1,1,0.1,1E-05,1E-05,0,0,1E+300]")]
    [InlineData("[18446744073709551615, -9223372036854775808]", "[18446744073709551615,-9223372036854775808]")]
    [InlineData("\"\\u00e9\\n\\\"\\\\/\"", "\"é\\u000a\\\"\\\\/\"")]
    [InlineData("""{"Z":1,"a":2,"É":3}""", """{"Z":1,"a":2,"É":3}""")]
    public void Write_EqualValues_HaveOneText(string json, string expected) =>
        Assert.Equal(expected, CanonicalJson.Write(JsonNode.Parse(json)));

    [Fact]
    public void Write_NodesFromObjectsAndFromText_HaveOneText()
    {
        var made = new JsonObject { ["f"] = 0.1f, ["d"] = 0.1, ["u"] = ulong.MaxValue, ["s"] = "a/b" };

        Assert.Equal(CanonicalJson.Write(JsonNode.Parse(made.ToJsonString())), CanonicalJson.Write(made));
        Assert.Equal("""{"d":0.1,"f":0.1,"s":"a/b","u":18446744073709551615}""", CanonicalJson.Write(made));
    }

    [Fact]
    public void Write_NumberBeyondDouble_IsRefused() =>
        Assert.Equal(
            "number is 1e999; it must be one that double precision can hold.",
            Assert.Throws<ArgumentException>(() => CanonicalJson.Write(JsonNode.Parse("1e999"))).Message);
}
