using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Datasets;
using Experiments.Networks;
using Experiments.Pipeline.Analyses.CompareModels;
using Experiments.Pipeline.Analyses.Spectral;
using Experiments.Pipeline.Analyses.TransferDistance;
using Experiments.Pipeline.Analyses.Universality;
using Experiments.Pipeline.Data;
using Experiments.Pipeline.Jobs.Claims;
using Experiments.Pipeline.Jobs.Collect;
using Experiments.Pipeline.Jobs.Craft;
using Experiments.Pipeline.Jobs.Errors;
using Experiments.Pipeline.Jobs.Evaluate;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Settings;

namespace Experiments.Pipeline.Tests;

/// <summary>Every option of every catalogue is part of the key of the jobs that read it; no name is.</summary>
public sealed class OptionKeyTests
{
    private static readonly SettingsCodec Codec = StudyDefinition.Codec;

    public static TheoryData<string, string> Options()
    {
        var data = new TheoryData<string, string>();
        foreach (var (catalogue, name, type) in Codec.Catalogues.All.SelectMany(
            c => c.Names.Select(name => (c.What, Name: name, Type: c.FindOptions(name)!))))
        {
            foreach (var member in OptionsType.Of(type).Members)
            {
                data.Add($"{catalogue}/{name}", member.Name);
            }
        }

        foreach (var type
            in new[] { typeof(TrainingOptions), typeof(TrainSettings), typeof(PoolSettings), typeof(StudyPool),
                typeof(CompareModelsSettings), typeof(CraftSettings), typeof(ErrorsSettings), typeof(CollectSettings),
                typeof(EvaluateSettings), typeof(ClaimSettings), typeof(DataSettings), typeof(PartSettings), typeof(ImageForm),
                typeof(PretrainedSettings), typeof(QuocNetStage), typeof(LayerGainsSettings), typeof(UniversalSettings),
                typeof(UniversalCellSettings), typeof(TransferDistanceSettings) })
        {
            foreach (var member in OptionsType.Of(type).Members)
            {
                data.Add(type.Name, member.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Key_OptionChanged_IsAnother(string record, string option)
    {
        var settings = Sample(record);
        var member = OptionsType.Of(settings.GetType()).Members.Single(m => m.Name == option);
        var before = KeyOf(settings);

        member.Property.SetValue(settings, Other(member.Property.GetValue(settings), member));

        Assert.NotEqual(before, KeyOf(settings));
    }

    [Fact]
    public void Key_EverythingRenamed_IsTheSame()
    {
        var plan = new Planner(new TinyLibrary()).Plan(TinyStudy.Read(TinyStudy.Seeded));
        var renamed = TinyStudy.Seeded;
        foreach (var (old, name) in new[]
        {
            ("\"tiny-study\"", "\"other\""), ("\"Tiny\"", "\"Other\""), ("\"train\":", "\"T\":"),
            ("\"trainOn\": \"train\"", "\"trainOn\": \"T\""), ("\"P1\"", "\"half\""), ("\"attacked\"", "\"some\""),
            ("\"short\"", "\"quick\""), ("\"linear\"", "\"L\""), ("\"name\": \"mlp\"", "\"name\": \"M\""),
            ("\"linear\", \"mlp\"]", "\"linear\", \"M\"]"), ("\"L\", \"mlp\"]", "\"L\", \"M\"]"), ("[\"mlp\"]", "[\"M\"]"),
            ("\"name\": \"lbfgs\"", "\"name\": \"opt\""), ("\"of\": \"lbfgs\"", "\"of\": \"opt\""), ("[\"lbfgs\"", "[\"opt\""),
            ("\"noise\"", "\"n\""), ("\"louder\"", "\"l\""), ("\"table2\"", "\"t\""), ("\"Across models\"", "\"?\""),
        })
        {
            Assert.Contains(old, old.StartsWith("\"L\"", StringComparison.Ordinal) ? renamed : old, StringComparison.Ordinal);
            renamed = renamed.Replace(old, name, StringComparison.Ordinal);
        }

        var other = new Planner(new TinyLibrary()).Plan(TinyStudy.Read(renamed));

        Assert.DoesNotContain(other.Names, n => new[] { n.Table, n.Model, n.Source, n.Attack, n.Victim, n.Data }
            .Intersect(["linear", "mlp", "noise", "lbfgs", "table2", "P1", "train"])
            .Any());
        Assert.Equal(plan.Jobs.Select(j => j.Job.Key), other.Jobs.Select(j => j.Job.Key));
    }

    [Fact]
    public void Key_OtherFilesOfTheSameDataSet_IsAnother()
    {
        var study = TinyStudy.Read(TinyStudy.Text);

        var (one, two) = (new Planner(new TinyLibrary()).Plan(study), new Planner(new TinyLibrary('f')).Plan(study));

        Assert.Empty(one.Jobs.Where(j => j.Job.Kind == "train").Select(j => j.Job.Key).Intersect(two.Jobs.Select(j => j.Job.Key)));
    }

    [Fact]
    public void Key_KindVersionRolesAndOrderOfInputs_AllCount()
    {
        JobInput[] inputs = [new("a", new JobKey(new string('1', 64))), new("b", new JobKey(new string('2', 64)))];
        var settings = new JsonObject { ["x"] = 1 };

        JobKey[] keys =
        [
            JobKeys.Compute("k", 1, settings, inputs),
            JobKeys.Compute("l", 1, settings, inputs),
            JobKeys.Compute("k", 2, settings, inputs),
            JobKeys.Compute("k", 1, settings, [inputs[1], inputs[0]]),
            JobKeys.Compute("k", 1, settings, [inputs[0] with { Role = "c" }, inputs[1]]),
            JobKeys.Compute("k", 1, settings, [inputs[0]]),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());

        // SHA-256 of the text by Python's hashlib: {"inputs":[],"kind":"k","settings":{"x":1},"version":1}
        Assert.Equal(Golden, JobKeys.Compute("k", 1, settings, []).Value);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Read_WhatWasWritten_IsEqual(string record)
    {
        var options = Sample(record);
        var json = WriteOf(options);

        var read =
            typeof(SettingsCodec).GetMethod(nameof(SettingsCodec.Read))!.MakeGenericMethod(BaseOf(options)).Invoke(Codec, [json, "test"])!;

        Assert.Equal(CanonicalJson.Write(json), CanonicalJson.Write(WriteOf(read)));
    }

    [Fact]
    public void Key_TrainingWithoutPools_IsThatOfBeforeThereWereAny()
    {
        var settings = (TrainSettings)Sample(nameof(TrainSettings));

        Assert.Null(settings.AdversarialPools);
        Assert.DoesNotContain("ools", Codec.Write(settings).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PgdInLinf_IsWhatItWasWhenRmsWasSpelledL2() => Assert.Equal(
        """{"epsilon":0.1,"norm":"linf","randomStart":true,"stepSize":0.025,"steps":10,"target":"untargeted","type":"pgd"}""",
        CanonicalJson.Write(Codec.Write<AttackOptions>(new PgdOptions { Norm = PerturbationNorm.Linf })));

    /// <summary>Settings and studies of that time are in databases.</summary>
    [Fact]
    public void Read_PgdInTheL2OfBefore_IsRefusedAndNotReadAsEuclidean()
    {
        var stored = new JsonObject { ["type"] = "pgd", ["norm"] = "l2", ["epsilon"] = 0.1, ["stepSize"] = 0.025, ["steps"] = 10,
            ["randomStart"] = true, ["target"] = "untargeted" };

        var error = Assert.Throws<StudyValidationException>(() => Codec.Read<AttackOptions>(stored, "job"));

        Assert.Contains("norm is 'l2'; it must be rms", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InlineOptions_OfEveryAttack_DoNotCollideWithTheirOwnersKeys()
    {
        var own = OptionsType.Of(typeof(StudyAttack)).Members.Where(m => !m.Inline).Select(m => m.Name).Append("type");

        Assert.All(AttackCatalogue.Types, t => Assert.Empty(OptionsType.Of(t.OptionsType).Members.Select(m => m.Name).Intersect(own)));
    }

    public static TheoryData<string> Records() => [.. Options().Select(o => (string)o[0]).Distinct()];

    private const string Golden = "e29146b30c5d2a3385265eff627fd14b55cfdf4fab19d92c266b281f9e794c5a";

    private static PoolSettings Pool => new() { Pool = new StudyPool { Attack = new PgdOptions() }, AttackVersion = 1 };

    private static PretrainedSettings Pretrained => new() { File = "net.safetensors", Sha256 = new string('e', 64) };

    private static ModelGroupEntry Group => new() { Name = "a", Models = ["m"] };

    private static object Sample(string record)
    {
        var data = new DataSettings
        {
            Dataset = "tiny", Version = new string('a', 64), Split = "train", Start = 0, End = 10, Form = new ImageForm { Height = 9,
                Width = 8, Channels = 1, Positive = 2 }, Part = new PartSettings { Part = 1, Parts = 2, Seed = 3, Start = 0, End = 5 },
        };
        if (record.Split('/') is [var what, var name])
        {
            return name == "compare-models"
                ? new CompareModelsOptions { Data = "test", Baseline = "a", Groups = [Group] }
                : WithRequired(OptionsType.Of(Codec.Catalogues.All.Single(c => c.What == what).FindOptions(name)!));
        }

        return record switch
        {
            nameof(TrainingOptions) => new TrainingOptions(),
            nameof(TrainSettings) => new TrainSettings { Architecture = new MlpOptions(), Training = new TrainingOptions(), Seed = 1,
                Data = data, HeldOut = data, Pretrained = Pretrained },
            nameof(PoolSettings) => Pool,
            nameof(StudyPool) => Pool.Pool,
            nameof(CompareModelsSettings) => new CompareModelsSettings { Data = data },
            nameof(CraftSettings) => new CraftSettings { Attack = new LbfgsOptions(), AttackVersion = 1, Seed = 1, Data = data },
            nameof(ErrorsSettings) => new ErrorsSettings { Data = data },
            nameof(CollectSettings) => new CollectSettings { AttackType = "lbfgs", Data = data },
            nameof(EvaluateSettings) => new EvaluateSettings { Data = data, NoiseSeed = 1 },
            nameof(ClaimSettings) => new ClaimSettings
            {
                Publication = "szegedy2013",
                Claim = "always-fooled",
                Place = "table 2",
                Statement = "all",
                Rule = Analysis.ClaimRule.Number,
                Quantity = "success",
                LessQuantity = "distortion",
                Theirs = 0.5, HalfDigit = 0.05, TheirImages = 256, WhyBelow = "below", WhyAbove = "above",
            },
            nameof(DataSettings) => data,
            nameof(ImageForm) => data.Form!,
            nameof(PretrainedSettings) => Pretrained,
            nameof(QuocNetStage) => new QuocNetStage { Kernel = 3, Filters = 2, Pool = 2 },
            nameof(LayerGainsSettings) => new LayerGainsSettings { Data = data, Seed = 1 },
            nameof(UniversalSettings) => new UniversalSettings { Data = data, Options = new UniversalOptions(), Seed = 1 },
            nameof(UniversalCellSettings) => new UniversalCellSettings { Data = data, SetData = data, Stddev = 0.1, Seed = 1 },
            nameof(TransferDistanceSettings) => new TransferDistanceSettings { Data = data, Cap = 16 },
            _ => data.Part!,
        };
    }

    /// <summary>Members without a default have some value.</summary>
    private static object WithRequired(OptionsType type)
    {
        var options = type.Create();
        foreach (var member in type.Members.Where(m => m.Required && m.Property.GetValue(options) is null))
        {
            member.Property.SetValue(options, Other(null, member));
        }

        return options;
    }

    private static Type BaseOf(object options) => options switch
    {
        ArchitectureOptions => typeof(ArchitectureOptions),
        AttackOptions => typeof(AttackOptions),
        AnalysisOptions => typeof(AnalysisOptions),
        _ => options.GetType(),
    };

    private static JsonObject WriteOf(object options) =>
        (JsonObject)typeof(SettingsCodec).GetMethod(nameof(SettingsCodec.Write))!.MakeGenericMethod(BaseOf(options)).Invoke(
            Codec, [options])!;

    private static JobKey KeyOf(object options) => JobKeys.Compute("test", 1, WriteOf(options), []);

    /// <summary>Another value of an option, whatever its type.</summary>
    private static object? Other(object? value, OptionsMember member)
    {
        var range = member.Rules.OfType<RangeAttribute>().FirstOrDefault();
        return value switch
        {
            bool b => !b,
            int i => i + 1,
            ulong u => u + 1,
            double d => d == 0 ? 0.5 : d / 2,
            string s => s + "x",
            Enum e => Enum.GetValues(e.GetType()).Cast<object>().First(v => !v.Equals(e)),
            IReadOnlyList<int> list => list.Append(3).ToList(),
            IReadOnlyList<string> list => list.Append("x").ToList(),
            IReadOnlyList<double> list => list.Append(0.25).ToList(),
            IReadOnlyList<ModelGroupEntry> list => list.Append(Group with { Name = "b" }).ToList(),
            TrainingOptions t => t with { Epochs = t.Epochs + 1 },
            ArchitectureOptions => new SoftmaxOptions(),
            AttackOptions => new GaussianNoiseOptions(),
            null when member.Property.PropertyType == typeof(IReadOnlyList<string>) => new List<string> { "x" },
            null when member.Property.PropertyType == typeof(IReadOnlyList<int>) => new List<int> { 1 },
            null when member.Property.PropertyType == typeof(IReadOnlyList<PoolSettings>) => new List<PoolSettings> { Pool },
            UniversalOptions u => u with { Stddev = u.Stddev / 2 },
            StudyPool p => p with { Layer = p.Layer + 1 },
            DataSettings d => d with { End = d.End + 1 },
            PartSettings p => p with { Seed = p.Seed + 1 },
            ImageForm f => f with { Channels = 3 },
            PretrainedSettings p => p with { Sha256 = p.Sha256 + "0" },
            IReadOnlyList<QuocNetStage> list => list.Append(new QuocNetStage { Kernel = 1, Filters = 1, Pool = 1 }).ToList(),
            QuocNetStage s => s with { Filters = s.Filters + 1 },
            null when member.Property.PropertyType == typeof(string) => "x",
            null when Nullable.GetUnderlyingType(member.Property.PropertyType) == typeof(double) =>
                Convert.ToDouble(range?.Maximum ?? 0.5, System.Globalization.CultureInfo.InvariantCulture),
            null when Nullable.GetUnderlyingType(member.Property.PropertyType) == typeof(int) => 1,
            null when Nullable.GetUnderlyingType(member.Property.PropertyType) == typeof(bool) => true,
            _ => throw new NotSupportedException($"{member.Name} has a type that this test does not know: {member.Property.PropertyType}."),
        };
    }
}
