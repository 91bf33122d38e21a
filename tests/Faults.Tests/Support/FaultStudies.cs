using System.Text.Json;
using System.Text.Json.Nodes;

namespace Experiments.Faults.Tests;

/// <summary>The studies that are disturbed: small, but with trainings and attacks that last long enough to be hit.</summary>
internal static class FaultStudies
{
    /// <summary>Three networks, two attacks, every victim: 25 jobs. The weights of the network <c>mlp</c> are the only file above 150
    /// KiB.</summary>
    internal static FaultStudy Networks { get; } = new("faults", """
        {
          "name": "faults", "seed": 7,
          "data": {
            "train": { "dataset": "mnist", "slice": "test[0..2000)" },
            "few": { "dataset": "mnist", "slice": "test[0..600)" },
            "test": { "dataset": "mnist", "slice": "test[3000..3400)" },
            "attacked": { "dataset": "mnist", "slice": "test[3400..3420)" }
          },
          "trainings": {
            "short": { "epochs": 2, "batchSize": 64, "learningRate": 0.01 },
            "long": { "epochs": 12, "batchSize": 32, "learningRate": 0.003 }
          },
          "models": [
            { "name": "linear", "architecture": { "type": "softmax" }, "training": "short", "trainOn": "train", "evaluateOn": ["test"] },
            { "name": "mlp", "architecture": { "type": "mlp", "hidden": [60] },
              "training": "long", "trainOn": "train", "evaluateOn": ["test"] },
            {
              "name": "conv", "architecture": { "type": "conv", "filters": [4, 8], "hidden": 30 }, "training": "short", "trainOn": "few",
              "evaluateOn": ["test"]
            }
          ],
          "attacks": [
            { "name": "lbfgs", "type": "lbfgs", "maxGradientEvaluations": 100 },
            { "name": "noise", "type": "gaussian-noise", "stddev": 0.2 }
          ],
          "transfers": [
            {
              "name": "t", "images": "attacked", "sources": ["linear", "mlp", "conv"], "attacks": ["lbfgs", "noise"],
              "victims": ["linear", "mlp", "conv"]
            }
          ]
        }
        """);

    /// <summary>The networks of <see cref="Networks"/> alone, under the same name: the first half of its jobs.</summary>
    internal static FaultStudy NetworksOnly { get; } = Networks.With(root => root["transfers"] = new JsonArray());

    /// <summary>One small network, attacked and judged: 9 jobs that are done in a moment.</summary>
    internal static FaultStudy Small { get; } = Networks.With(root =>
    {
        root["name"] = "small";
        root["models"] = new JsonArray(root["models"]!.AsArray()[0]!.DeepClone());
        var transfer = root["transfers"]!.AsArray()[0]!;
        (transfer["sources"], transfer["victims"]) = (new JsonArray("linear"), new JsonArray("linear"));
        root["data"]!.AsObject().Remove("few");
        root["trainings"]!.AsObject().Remove("long");
    }) with { Name = "small" };

    /// <summary>A training and two attacks of about the time that the program takes to start.</summary>
    internal static FaultStudy Short { get; } = Small.With(root =>
    {
        root["name"] = "short";
        root["trainings"]!["short"]!["epochs"] = 60;
    }) with { Name = "short" };

    /// <summary>One network and its errors on 1,000 slices of 5 images: 1,000 jobs that become ready at one moment.</summary>
    internal static FaultStudy Cells { get; } = Networks.With(root =>
    {
        root["name"] = "cells";
        root["transfers"] = new JsonArray();
        root["attacks"] = new JsonArray();
        var model = root["models"]!.AsArray()[0]!.DeepClone();
        model["evaluateOn"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => JsonValue.Create($"s{i}"))]);
        root["models"] = new JsonArray(model);
        root["data"] = JsonSerializer.SerializeToNode(
            Enumerable.Range(0, 1000).Select(i => (Name: $"s{i}", Slice: FormattableString.Invariant($"test[{5 * i}..{5 * i + 5})")))
                .Append((Name: "train", Slice: "test[0..600)"))
                    .ToDictionary(s => s.Name, s => new Dictionary<string, string> { ["dataset"] = "mnist", ["slice"] = s.Slice }));
        root["trainings"]!.AsObject().Remove("long");
    }) with { Name = "cells" };
}

/// <param name="Name">The study's name.</param>
/// <param name="Text">Its file.</param>
internal sealed record FaultStudy(string Name, string Text)
{
    internal FaultStudy With(Action<JsonObject> change)
    {
        var root = JsonNode.Parse(Text)!.AsObject();
        change(root);
        return this with { Text = root.ToJsonString() };
    }
}
