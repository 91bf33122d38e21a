using Experiments.Numerics;
using Experiments.Settings;

namespace Experiments.Datasets;

/// <summary>The data sets known by name.</summary>
public static class DatasetCatalogue
{
    /// <summary>In the order in which they are listed.</summary>
    public static Catalogue<DatasetDescription> All { get; } = new(
        "dataset",
        MnistFormat(
            "mnist",
            "MNIST handwritten digits (Y. LeCun, C. Cortes)",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            "It comes with the repository, in data/mnist: run inside the repository, or name its data folder with --data."),
        MnistFormat(
            "fashion-mnist",
            "Fashion-MNIST articles of clothing (Zalando Research)",
            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
            "Install Debian's package dataset-fashion-mnist, or put the four files of https://github.com/zalandoresearch/fashion-mnist "
                + "into one of these folders."));

    /// <summary>Finds a data set.</summary>
    /// <exception cref="DatasetException">The name is not in the catalogue.</exception>
    public static DatasetDescription Get(string name) =>
        All.Find(name) ?? throw new DatasetException(All.Unknown(All.What, $"'{name}'"));

    /// <summary>60,000 training and 10,000 test images of 28 x 28 in ten classes, in the four files that MNIST introduced.</summary>
    private static DatasetDescription MnistFormat(
        string name, string title, string trainImages, string trainLabels, string testImages, string testLabels, string howToGet) =>
        new(
            name,
            title,
            new TensorShape(1, 28, 28),
            10,
            [
                new("train", 60_000, new IdxSplit(
                    new("train-images-idx3-ubyte", trainImages), new("train-labels-idx1-ubyte", trainLabels))),
                new("test", 10_000, new IdxSplit(new("t10k-images-idx3-ubyte", testImages), new("t10k-labels-idx1-ubyte", testLabels))),
            ],
            howToGet);
}
