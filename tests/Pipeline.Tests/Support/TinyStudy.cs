using Experiments.Contracts;
using Experiments.Pipeline.Studies;
using Experiments.Pipeline.Studies.Reading;

namespace Experiments.Pipeline.Tests;

/// <summary>A study of two networks, three attacks and two tables that runs in about a second.</summary>
internal static class TinyStudy
{
    public const string Text = """
        {
          // Comments and trailing commas are allowed.
          "name": "tiny-study",
          "title": "Tiny",
          "seed": 7,
          "data": {
            "train": { "dataset": "tiny", "slice": "train" },
            "P1": { "dataset": "tiny", "slice": "train", "split": { "part": 1, "parts": 2 } },
            "test": { "dataset": "tiny", "slice": "test" },
            "attacked": { "dataset": "tiny", "slice": "test[0..20)" },
          },
          "trainings": {
            "short": { "epochs": 4, "batchSize": 16, "learningRate": 0.02 },
          },
          "models": [
            { "name": "linear", "architecture": { "type": "softmax" }, "training": "short",
              "trainOn": "train", "evaluateOn": ["test", "P1"] },
            {
              "name": "mlp", "architecture": { "type": "mlp", "hidden": [8] }, "training": { "like": "short", "epochs": 6 },
              "trainOn": "P1", "evaluateOn": ["test"], "heldOut": "test", "seed": 8,
            },
          ],
          "attacks": [
            { "name": "lbfgs", "type": "lbfgs", "maxGradientEvaluations": 60 },
            { "name": "noise", "type": "gaussian-noise", "stddev": 0.2, "draws": 2 },
            { "name": "louder", "type": "amplify", "of": "lbfgs", "stddev": 0.4 },
          ],
          "transfers": [
            {
              "name": "table2", "title": "Across models", "images": "attacked",
              "sources": ["linear", "mlp"], "attacks": ["lbfgs", "louder", "noise"], "victims": ["linear", "mlp"],
            },
            { "name": "small", "images": "attacked", "maxImages": 10, "attacks": ["noise"], "victims": ["mlp"] },
          ],
        }
        """;

    /// <summary>The same with a seed for each network, so that nothing depends on its name.</summary>
    public static string Seeded { get; } =
        Text.Replace("\"training\": \"short\",", "\"training\": \"short\", \"seed\": 9,", StringComparison.Ordinal);

    public static StudyDocument Document { get; } = Of(Text);

    public static StudyDocument Of(string text, int? images = null) => new("tiny.json", text, new StudyOverrides(images));

    public static Study Read(string text) => new StudyReader(new TinyLibrary()).Read(Of(text));
}
