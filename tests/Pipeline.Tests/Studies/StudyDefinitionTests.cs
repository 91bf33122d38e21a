using System.Security.Cryptography;
using System.Text;
using Experiments.Attacks;
using Experiments.Contracts;
using Experiments.Pipeline.Planning;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Ports;

namespace Experiments.Pipeline.Tests;

/// <summary>A study as the database keeps it is the study that was read, whichever version of the program wrote it.</summary>
public sealed class StudyDefinitionTests
{
    private const string Text = """
        {
          "$schema": "study.schema.json", "name": "kept", "title": "Kept", "seed": 7, "device": "any",
          "data": { "train": { "dataset": "tiny", "slice": "train", "split": { "part": 1, "parts": 2 } }, "test": { "dataset": "tiny",
            "slice": "test" } },
          "trainings": { "short": { "epochs": 2 } },
          "models": [
            { "name": "a", "architecture": { "type": "mlp", "hidden": [8] }, "training": "short", "trainOn": "train",
              "evaluateOn": ["test"], "seed": 7 },
            { "name": "b", "architecture": { "type": "softmax" }, "training": { "like": "short", "batchSize": 9 }, "trainOn": "train",
              "seed": 8 }
          ],
          "attacks": [ { "name": "p", "type": "pgd", "steps": 2 }, { "name": "louder", "type": "amplify", "of": "p", "stddev": 0.2,
            "seed": 3 } ],
          "transfers": [ { "name": "t", "images": "test", "maxImages": 12, "sources": ["a"], "attacks": ["p", "louder"], "victims": ["a",
            "b"] } ],
          "analyses": [ { "name": "far", "type": "transfer-distance", "transfer": "t", "cap": 8 } ]
        }
        """;

    /// <summary>The same study as the program kept it before version 0.2: options beside their types, and rms called l2.</summary>
    private const string Old = """
        {"analyses":[{"name":"far","options":{"attacks":[],"cap":8,"transfer":"t"},"seed":7,"type":"transfer-distance"}],
        "attacks":[{"name":"p","options":{"epsilon":0.1,"norm":"l2","randomStart":true,"stepSize":0.025,"steps":2,"target":"untargeted"},
          "seed":7,"type":"pgd"},
        {"name":"louder","of":"p","options":{"stddev":0.2},"seed":3,"type":"amplify"}],
        "data":{"test":{"dataset":"tiny","slice":"test"},"train":{"dataset":"tiny","slice":"train","split":{"part":1,"parts":2,"seed":7}}},
          "device":"any",
        "models":[{"architecture":"mlp","architectureOptions":{"activation":"sigmoid","dropout":0,"hidden":[8]},"evaluateOn":["test"],
          "name":"a","seed":7,"trainOn":"train",
        "training":{"batchSize":128,"epochs":2}},{"architecture":"softmax","architectureOptions":{},"evaluateOn":[],"name":"b","seed":8,
          "trainOn":"train","training":{"batchSize":9,"epochs":2}}],
        "name":"kept","seed":7,"title":"Kept","transfers":[{"attacks":["p","louder"],"images":"test","maxImages":12,"name":"t",
          "sources":["a"],"victims":["a","b"]}]}
        """;

    [Fact]
    public void Read_WhatWasWritten_IsTheSameStudy()
    {
        var plan = Plan(TinyStudy.Read(Text));

        var again = Plan(StudyDefinition.Read(plan.Definition));

        Assert.Equal(plan.Definition, again.Definition);
        Assert.Equal(Keys(plan), Keys(again));
        Assert.Equal(("kept", "Kept"), (again.Study, again.Title));
    }

    [Fact]
    public void Read_DefinitionOfBeforeOptionsWereTyped_HasTheSameJobs()
    {
        var plan = Plan(TinyStudy.Read(Text));

        var old = Plan(StudyDefinition.Read(Old));

        Assert.Equal(Keys(plan), Keys(old));
        Assert.Equal(plan.Names, old.Names);
    }

    [Fact]
    public void Read_PoolOfBeforeOptionsWereTyped_KeepsItsNorm()
    {
        var old =
            Old.ReplaceOnce("\"name\":\"b\",", """ "name":"b","adversarialPools":[{"attack":{"type":"pgd","norm":"l2"},"layer":0}], """);

        var pool = Assert.Single(StudyDefinition.Read(old).Models[1].AdversarialPools!);

        Assert.Equal(PerturbationNorm.Rms, Assert.IsType<PgdOptions>(pool.Attack).Norm);
    }

    [Fact]
    public void Read_OptionOfAnotherVersion_IsNamed() =>
        Assert.Equal(
            [
                "norn is not a key of this object; it must be one of: name, of, seed, type, norm, euclidean, epsilon, stepSize, steps, "
                    + "randomStart, target, levels. Did you mean 'norm'?"
            ],
            Assert.Throws<StudyValidationException>(() => StudyDefinition.Read(Old.ReplaceOnce("\"norm\":", "\"norn\":"))).Errors.Select(
                error => error.Message));

    /// <summary>The order of members, defaults and names in a study is part of no key, and refactorings change none: the keys of a plan,
    /// one a line, hashed.</summary>
    [Fact]
    public void Keys_OfTinyStudy_AreThoseOfAlways()
    {
        var keys = string.Join('\n', Keys(Plan(TinyStudy.Read(TinyStudy.Text))));

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(keys)));

        Assert.True(hash == "9c5eb8890aa64a9543b622257702cef62ccd02eea850db4e8e2d5ca5ef94b3b0", $"the keys hash to {hash}");
    }

    private static Plan Plan(Study study) => new Planner(new TinyLibrary()).Plan(study);

    private static IEnumerable<string> Keys(Plan plan) => plan.Jobs.Select(job => job.Job.Key.Value);
}
