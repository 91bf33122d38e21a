using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Experiments.Silo.Tests;

/// <summary>The manifests in infra/ against what they start: whatever they say of silos is an option that silos have.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> All => [.. Directory.EnumerateFiles(Infra, "*.yaml", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Infra, file))
        .Order(StringComparer.Ordinal)];

    private static string Infra { get; } = Path.Combine(SiloProcessTests.Root(), "infra");

    [Theory]
    [MemberData(nameof(All))]
    public void Manifest_Variables_AreThoseOfThePrograms(string file)
    {
        string[] ofClients = ["EXPERIMENTS_DB", "EXPERIMENTS_CLUSTER", "EXPERIMENTS_HOME", "EXPERIMENTS_DATA", "EXPERIMENTS_READER_DB"];
        var known = new SiloCommandLine().All.Select(o => SiloCommandLine.VariableOf(o.Name)).Concat(ofClients).ToHashSet();

        Assert.All(Variables(file), v => Assert.Contains(v.Name, known));
    }

    [Theory]
    [InlineData("compose.cluster.yaml")]
    [InlineData("kubernetes/silos.yaml")]
    public void Manifest_Silos_StartWithTheirOptions(string file)
    {
        var variables = Variables(file).GroupBy(v => v.Name).ToDictionary(g => g.Key, g => g.First().Value ?? "10.0.0.1");

        // As the container's entry point would; the password is in a file or a secret.
        variables["EXPERIMENTS_DB"] = "postgres://experiments_author@db/experiments";
        var settings =
            SiloCommandLineTests.Read([], name => variables.GetValueOrDefault(name) is { } value ? Expand(value) : null, out var errors);

        Assert.Empty(errors);
        Assert.Equal(
            ("experiments", 8080, 11111, 30000), (settings!.ClusterId, settings.HealthPort, settings.SiloPort, settings.GatewayPort));
        Assert.NotEmpty(settings.Devices);
    }

    [Fact]
    public void StatefulSet_Ports_AreThoseThatSilosListenOn()
    {
        var documents = Load("kubernetes/silos.yaml");
        var set = documents.Single(d => Text(d, "kind") == "StatefulSet");
        var pod = (YamlMappingNode)set["spec"]["template"]["spec"];
        var container = (YamlMappingNode)((YamlSequenceNode)pod["containers"]).Single();
        var ports = ((YamlSequenceNode)container["ports"]).ToDictionary(
            p => Text(p, "name"), p => int.Parse(Text(p, "containerPort"), CultureInfo.InvariantCulture));
        var settings =
            SiloCommandLineTests.Read(["--db", "postgres://experiments_author@db/experiments", "--health-port", "8080"], _ => null, out _)!;

        Assert.Equal((settings.SiloPort, settings.GatewayPort, settings.HealthPort), (ports["silo"], ports["gateway"], ports["health"]));
        Assert.Equal(Text(documents.Single(d => Text(d, "kind") == "Service")["metadata"], "name"), Text(set["spec"], "serviceName"));
        var labels = Text(set["spec"]["selector"]["matchLabels"], "app");
        Assert.Equal(labels, Text(set["spec"]["template"]["metadata"]["labels"], "app"));
        Assert.Equal(
            labels, Text(documents.Single(d => Text(d, "kind") == "PodDisruptionBudget")["spec"]["selector"]["matchLabels"], "app"));
        Assert.All(
            ["startupProbe", "readinessProbe", "livenessProbe"],
            probe => Assert.StartsWith("/health/", Text(container[probe]["httpGet"], "path"), StringComparison.Ordinal));
        Assert.Equal("1", Text(container["resources"]["limits"], "nvidia.com/gpu"));
    }

    /// <summary>Secrets, volumes and files that a service names are declared, or lie where the file says.</summary>
    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("compose.cluster.yaml")]
    public void Compose_Names_AreDeclared(string file)
    {
        var root = Load(file).Single();
        var secrets = ((YamlMappingNode)root["secrets"]).Children.Keys.Select(k => k.ToString()).ToHashSet();
        var services = (YamlMappingNode)root["services"];
        var names = services.Children.Keys.Select(k => k.ToString()).ToHashSet();
        foreach (var (name, service) in services.Children)
        {
            var own = Merged((YamlMappingNode)service);
            Assert.All(
                own.TryGetValue("secrets", out var used) ? ((YamlSequenceNode)used).Select(s => s.ToString()) : [],
                s => Assert.Contains(s, secrets));
            Assert.All(
                own.TryGetValue("depends_on", out var before) ? ((YamlMappingNode)before).Children.Keys.Select(k => k.ToString()) : [],
                d => Assert.Contains(d, names));
            foreach (var volume in own.TryGetValue("volumes", out var volumes)
                ? ((YamlSequenceNode)volumes).Select(v => v.ToString().Split(':')[0])
                : [])
            {
                // Orleans' own scripts are fetched when a cluster is made.
                Assert.True(
                    !volume.StartsWith("./", StringComparison.Ordinal) || volume == "./orleans" || File.Exists(Path.Combine(Infra, volume)),
                    $"{name}: {volume}");
            }
        }
    }

    /// <summary>Every environment variable of this program's that a file sets; the value is null where it comes from somewhere
    /// else.</summary>
    private static List<(string Name, string? Value)> Variables(string file) =>
        [.. Load(file).SelectMany(Environments).Where(v => v.Name.StartsWith("EXPERIMENTS_", StringComparison.Ordinal))];

    private static IEnumerable<(string Name, string? Value)> Environments(YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(child => child switch
        {
            { Key: YamlScalarNode { Value: "environment" }, Value: YamlMappingNode set } =>
                Merged(set).Select(v => (v.Key, (string?)v.Value.ToString())),
            { Key: YamlScalarNode { Value: "env" }, Value: YamlSequenceNode list } =>
                list.Cast<YamlMappingNode>()
                    .Select(v => (Text(v, "name"), v.Children.TryGetValue("value", out var value) ? value.ToString() : null)),
            _ => Environments(child.Value),
        }),
        YamlSequenceNode list => list.SelectMany(Environments),
        _ => [],
    };

    /// <summary>A mapping with what it takes over by <c>&lt;&lt;</c>.</summary>
    private static Dictionary<string, YamlNode> Merged(YamlMappingNode map)
    {
        var merged = map.Children.TryGetValue("<<", out var other) ? Merged((YamlMappingNode)other) : [];
        foreach (var (key, value) in map.Children.Where(c => c.Key.ToString() != "<<"))
        {
            merged[key.ToString()] = value;
        }

        return merged;
    }

    /// <summary>What compose makes of <c>${NAME:-standard}</c> where the name is not set.</summary>
    private static string Expand(string value) => System.Text.RegularExpressions.Regex.Replace(value, @"\$\{[A-Z_]+:-([^}]*)\}", "$1");

    private static string Text(YamlNode node, string key) => node[key].ToString();

    private static List<YamlNode> Load(string file)
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Infra, file));
        stream.Load(reader);
        return [.. stream.Documents.Select(d => d.RootNode)];
    }
}
