using System.Reflection;
using System.Text.Json;
using Experiments.Pipeline.Cluster;
using Experiments.Pipeline.Tests;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Experiments.Grains.Tests;

/// <summary>Silos and clients of two versions understand each other: no number, alias or call that was once sent goes or changes, and
/// messages of earlier versions are read.</summary>
public sealed class MessageContractTests
{
    private const string Variable = "EXPERIMENTS_UPDATE_GOLDEN";

    private static readonly Assembly Grains = typeof(IStudyGrain).Assembly;

    private static readonly bool Updates = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    private static string Folder => Repository.File("tests/Grains.Tests/Messages");

    /// <summary>Lines are added with a new member or call (by the variable), never changed: a new version of a message is a new
    /// number.</summary>
    [Fact]
    public async Task Contract_EverythingThatWasOnceSent_IsStillThere()
    {
        var file = Path.Combine(Folder, "contract.txt");
        string[] now = [.. Messages().Concat(Calls()).Order(StringComparer.Ordinal)];
        string[] before = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];

        Assert.Equal([], before.Except(now));
        if (Updates)
        {
            await File.WriteAllTextAsync(file, string.Concat(now.Select(line => $"{line}\n")));
            before = now;
        }

        Assert.Equal([], now.Except(before));
    }

    /// <summary>A line for each message and version that has changed it, as bytes that were really sent. The variable adds those of today
    /// where they differ from the last.</summary>
    [Fact]
    public async Task Read_MessagesOfEveryVersion_AreWhatTheyWere()
    {
        var file = Path.Combine(Folder, "sent.txt");
        await using var services = WireSamples.Services();
        var serializer = services.GetRequiredService<Serializer<object>>();
        List<string> lines = File.Exists(file) ? [.. await File.ReadAllLinesAsync(file)] : [];
        foreach (var (name, sample) in WireSamples.All)
        {
            var line = $"{name} {Convert.ToBase64String(serializer.SerializeToArray(sample))}";
            if (Updates && !lines.Contains(line))
            {
                lines.Add(line);
            }

            Assert.Contains(line, lines);
        }

        if (Updates)
        {
            await File.WriteAllTextAsync(file, string.Concat(lines.Select(line => $"{line}\n")));
        }

        foreach (var parts in lines.Select(line => line.Split(' ')))
        {
            var read = serializer.Deserialize(Convert.FromBase64String(parts[1]));
            Assert.Equal(Text(WireSamples.All[parts[0]]), Text(read));
        }
    }

    [Fact]
    public async Task Read_MessageWithoutTheMembersOfLaterVersions_HasNoneOfThem()
    {
        await using var services = WireSamples.Services();
        var ticket = (JobTicket)WireSamples.All["job-ticket"];

        var read = services.GetRequiredService<Serializer<JobTicket>>().Deserialize(
            services.GetRequiredService<Serializer<EarlierTicket>>().SerializeToArray(new EarlierTicket
            {
                Study = ticket.Study, Job = ticket.Job.Value, Token = 7, Name = "a", Device = "cpu", Models = [], Trains = true,
            }));

        Assert.Equal(
            Text(new JobTicket(ticket.Study, ticket.Job, 7, "a", "cpu", [], true)), Text(read));
    }

    [Fact]
    public async Task Read_MessageWithMembersOfALaterVersion_PassesOverThem()
    {
        await using var services = WireSamples.Services();
        var later = new LaterCounts { Waiting = 1, Done = 3, Note = "new", Parts = [new LaterPart { Rate = 0.5, Inner = [1, 2] }] };

        var read = services.GetRequiredService<Serializer<JobCountsMessage>>().Deserialize(
            services.GetRequiredService<Serializer<LaterCounts>>().SerializeToArray(later));

        Assert.Equal(new JobCountsMessage { Waiting = 1, Done = 3 }, read);
    }

    [Fact]
    public async Task Read_EventsOfAKindThatIsNew_ArePassedOver()
    {
        await using var services = WireSamples.Services();
        var page = new StudyEventPageMessage
        {
            Events = [new() { Number = 1, Kind = 999, Text = "new" }, new() { Number = 2, Kind = (int)StudyEventKind.Done, Text = "a" }],
            Last = 2, Progress = new StudyProgressMessage(),
        };

        var read = services.GetRequiredService<Serializer<StudyEventPage>>().Deserialize(
            services.GetRequiredService<Serializer<StudyEventPageMessage>>().SerializeToArray(page));

        Assert.Equal([2L], read!.Events.Select(e => e.Number));
        Assert.Equal(2, read.Last);
    }

    [Fact]
    public async Task Read_MessageWithoutAMemberThatEveryVersionHas_NamesIt()
    {
        await using var services = WireSamples.Services();
        var bytes = services.GetRequiredService<Serializer<JobTicketMessage>>().SerializeToArray(new JobTicketMessage { Study = "mine" });

        var error = Assert.Throws<InvalidDataException>(() => services.GetRequiredService<Serializer<JobTicket>>().Deserialize(bytes));

        Assert.Equal("a message has no job.", error.Message);
    }

    private static IEnumerable<string> Messages() =>
        from type in Grains.GetTypes()
        where type.GetCustomAttribute<GenerateSerializerAttribute>() is not null
        let name = $"{type.GetCustomAttribute<AliasAttribute>()!.Alias}"
        from member in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let id = member.GetCustomAttribute<IdAttribute>()
        where id is not null
        select $"message {name} {id.Id:00} {Name(member.PropertyType)}";

    private static IEnumerable<string> Calls() =>
        from type in Grains.GetTypes()
        where type.IsInterface && typeof(IGrain).IsAssignableFrom(type)
        from method in type.GetMethods()
        where !method.IsStatic
        let parameters = method.GetParameters().Select(p => Name(p.ParameterType))
        select $"call {type.GetCustomAttribute<AliasAttribute>()!.Alias} {method.GetCustomAttribute<AliasAttribute>()!.Alias}"
            + $"({string.Join(", ", parameters)}) {Name(method.ReturnType)}";

    private static string Name(Type type) =>
        type.IsArray ? $"{Name(type.GetElementType()!)}[]"
        : type.GetCustomAttribute<AliasAttribute>() is { } alias ? alias.Alias
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    private static string Text(object? value) => value is GrainFaultException fault
        ? $"{fault.Message} {fault.Transient}"
        : $"{value!.GetType().Name} {JsonSerializer.Serialize(value, value.GetType())}";

    /// <summary>The ticket as it was before it had a slice.</summary>
    [GenerateSerializer]
    [Alias("tests.earlier-ticket")]
    internal record struct EarlierTicket
    {
        [Id(0)]
        public string? Study { get; set; }

        [Id(1)]
        public string? Job { get; set; }

        [Id(2)]
        public long Token { get; set; }

        [Id(3)]
        public string? Name { get; set; }

        [Id(4)]
        public string? Device { get; set; }

        [Id(5)]
        public string[]? Models { get; set; }

        [Id(6)]
        public bool Trains { get; set; }
    }

    [GenerateSerializer]
    [Alias("tests.later-counts")]
    internal record struct LaterCounts
    {
        [Id(0)]
        public int Waiting { get; set; }

        [Id(3)]
        public int Done { get; set; }

        [Id(20)]
        public string? Note { get; set; }

        [Id(21)]
        public LaterPart[]? Parts { get; set; }
    }

    [GenerateSerializer]
    [Alias("tests.later-part")]
    internal sealed record LaterPart
    {
        [Id(0)]
        public double Rate { get; set; }

        [Id(1)]
        public int[]? Inner { get; set; }
    }
}
