using Experiments.Contracts;
using Experiments.Networks;
using Experiments.Numerics;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Pipeline.Studies.Reading;
using Experiments.Testing;

namespace Experiments.Pipeline.Tests;

/// <summary>Damaged studies, settings and artifacts: see <see cref="Fuzz"/>.</summary>
public sealed class StudyFuzzTests
{
    private const string Swept = """
        {
          "name": "swept", "seed": 7, "replicates": 2,
          "data": { "train": { "dataset": "tiny", "slice": "train[0..90)" }, "test": { "dataset": "tiny", "slice": "test" } },
          "trainings": { "a": { "epochs": 4 }, "b": { "like": "a", "epochs": 6 } },
          "models": [
            { "name": "m", "architecture": { "type": "softmax" }, "training": "a", "trainOn": "train", "each": { "seed": [1, 2] } },
            { "name": "n", "like": "m", "training": { "like": "b", "batchSize": 8 } },
          ],
          "attacks": [{ "name": "pgd", "type": "pgd", "norm": "linf", "steps": 2, "each": { "epsilon": [0.1, 0.2] } }],
          "transfers": [{ "name": "t", "images": "test", "sources": ["m"], "attacks": ["pgd"], "victims": ["m", "n"] }],
        }
        """;

    private static readonly StudyReader Reader = new(new TinyLibrary());

    [Fact]
    public void Study_Damaged_IsRefusedInWords() => Fuzz.Text(
        [TinyStudy.Text, Swept], text => Reader.Read(TinyStudy.Of(text)), [typeof(StudyValidationException)]);

    [Fact]
    public void Setting_Damaged_IsRefusedInWords() => Fuzz.Text(
        ["models.linear.seed=3", "attacks[1].draws=2", "trainings.short.epochs=3", "transfers[\"small\"].images=\"test\""],
        text => Reader.Read(new StudyDocument("tiny.json", TinyStudy.Text, new StudyOverrides(null) { Settings = [text] })),
        [typeof(StudyValidationException)]);

    [Fact]
    public void PerturbedImages_Damaged_AreRefusedInWords()
    {
        var shape = new TensorShape(1, 2, 2);
        using var file = new MemoryStream();
        SafetensorsTensor Column(string name, params float[] values) => new(name, [values.Length], values);
        SafetensorsWriter.Write(file, new SafetensorsFile(
            [
                new SafetensorsTensor("images", [2, 1, 2, 2], new float[8]), Column("position", 0, 1), Column("draw", 0, 0),
                Column("label", 3, 4), Column("target_class", 1, -1),
            ],
            new Dictionary<string, string>()));
        Fuzz.Bytes([file.ToArray()], bytes => PerturbedImages.Read(new MemoryStream(bytes), shape), [typeof(InvalidDataException)]);
    }
}
