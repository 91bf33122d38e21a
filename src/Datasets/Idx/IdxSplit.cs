namespace Experiments.Datasets;

/// <summary>A split in two IDX files, plain or gzipped, as MNIST introduced them.</summary>
/// <param name="Images">[count, height, width].</param>
/// <param name="Labels">[count].</param>
public sealed record IdxSplit(DatasetFile Images, DatasetFile Labels) : ISplitFormat
{
    /// <summary>Of the line <c>images HASH</c> and the line <c>labels HASH</c>.</summary>
    public string ContentHash => ContentHashes.Of(("images", Images.Sha256), ("labels", Labels.Sha256));

    public string Files => $"{Images.Name} and {Labels.Name}, plain or .gz,";

    public bool MakesAnyShape => false;

    public bool IsIn(string folder) => Images.In(folder) is not null && Labels.In(folder) is not null;

    public LabelledImages Read(string folder, DatasetDescription dataset, SplitDescription split)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(split);
        var (imagesPath, labelsPath) = (Images.In(folder)!, Labels.In(folder)!);
        var labels = ReadLabels(labelsPath, dataset, split);
        var images = ReadImages(imagesPath, dataset, labels, labelsPath);
        Images.Require(imagesPath, images.Sha256);
        Labels.Require(labelsPath, labels.Sha256);
        return new LabelledImages(dataset.Shape, dataset.ClassCount, images.Data, Array.ConvertAll(labels.Data, label => (ushort)label));
    }

    private static IdxArray ReadLabels(string path, DatasetDescription dataset, SplitDescription split)
    {
        var labels = IdxReader.Read(path, [new("number of labels", split.Count, $"the number of images of '{dataset.Name}' {split.Name}")]);
        if (dataset.ClassCount < 256
            && labels.Data.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(dataset.ClassCount - 1)) is >= 0 and var image)
        {
            throw new DataFileException(
                path, labels.DataPosition + image,
                $"the label of image {image} is {labels.Data[image]}; it must be in [0, {dataset.ClassCount})");
        }

        return labels;
    }

    private static IdxArray ReadImages(string path, DatasetDescription dataset, IdxArray labels, string labelsPath) =>
        IdxReader.Read(
            path,
            [
                new("number of images", labels.Dimensions[0], $"the number of labels in {labelsPath}"),
                new("image height", dataset.Shape.Height),
                new("image width", dataset.Shape.Width),
            ]);
}
