using Experiments.Pipeline.Studies.Reading;
using Experiments.Pipeline.Studies.Schema;

namespace Experiments.Pipeline.Tests;

public sealed class StudySchemaTests
{
    /// <summary>Set to write the file instead of comparing it: EXPERIMENTS_WRITE_SCHEMA=1 dotnet test.</summary>
    private const string WriteVariable = "EXPERIMENTS_WRITE_SCHEMA";

    [Fact]
    public void Generate_AllRecords_IsTheFileInStudies()
    {
        var path = Repository.File("studies/study.schema.json");
        var schema = StudySchema.Generate(StudyDefinition.Codec.Catalogues);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, schema);
        }

        Assert.True(
            File.ReadAllText(path) == schema,
            $"studies/study.schema.json is not what the records say; run this test with {WriteVariable}=1 and commit the file.");
    }

    [Fact]
    public void Generate_EveryMemberOfTheFile_IsDescribed()
    {
        using var schema = System.Text.Json.JsonDocument.Parse(StudySchema.Generate(StudyDefinition.Codec.Catalogues));

        Assert.All(
            schema.RootElement.GetProperty("properties").EnumerateObject(),
            p => Assert.NotEqual("", p.Value.GetProperty("description").GetString()));
    }
}
