using System.ComponentModel.DataAnnotations;
using Experiments.Numerics;

namespace Experiments.Datasets;

/// <summary>What is made of a data set's images and labels before a network sees them; members that are null leave what they are about as
/// it is.</summary>
public sealed record ImageForm
{
    /// <summary>Rows of the resized images; given together with <see cref="Width"/>.</summary>
    [Range(1, ImageFormRules.MaxSide)]
    public int? Height { get; init; }

    /// <summary>Columns of the resized images; given together with <see cref="Height"/>.</summary>
    [Range(1, ImageFormRules.MaxSide)]
    public int? Width { get; init; }

    /// <summary>1 for gray, 3 for red, green and blue.</summary>
    public int? Channels { get; init; }

    /// <summary>The class that becomes class 1; all others become class 0.</summary>
    [Range(0, int.MaxValue)]
    public int? Positive { get; init; }

    /// <summary>For people and tables: <c>resized to 64x64, RGB, class 7 against the rest</c>; empty for images as they are.</summary>
    public string Text
    {
        get
        {
            List<string> parts = [];
            if (Height is { } height && Width is { } width)
            {
                parts.Add($"resized to {height}x{width}");
            }
            if (Channels is { } channels)
            {
                parts.Add(channels == 1 ? "gray" : "RGB");
            }
            if (Positive is { } positive)
            {
                parts.Add($"class {positive} against the rest");
            }
            return string.Join(", ", parts);
        }
    }
}

/// <summary>What an <see cref="ImageForm"/> does to a description, and what it cannot do.</summary>
public static class ImageFormRules
{
    /// <summary>The most rows or columns of a resized image.</summary>
    public const int MaxSide = 4096;

    /// <summary>The description of a data set whose images are brought into a form.</summary>
    /// <param name="dataset">As its files are.</param>
    /// <param name="form">Null for images as they are.</param>
    /// <exception cref="DatasetException">The form does not fit the data set, or its images differ and the form does not make them
    /// equal.</exception>
    public static DatasetDescription In(this DatasetDescription dataset, ImageForm? form)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        form ??= new ImageForm();
        if ((form.Height is null) != (form.Width is null))
        {
            throw new DatasetException($"resize has only a {(form.Height is null ? "width" : "height")}; it must have both");
        }
        if (form.Channels is not (null or 1 or 3))
        {
            throw new DatasetException($"channels is {form.Channels}; it must be 1 for gray or 3 for red, green and blue");
        }
        if (form.Positive is { } positive && (positive < 0 || positive >= dataset.ClassCount))
        {
            throw new DatasetException(
                $"labels.positive is {positive}; it must be in [0, {dataset.ClassCount}), the classes of '{dataset.Name}'");
        }

        var shape = new TensorShape(
            form.Channels ?? dataset.Shape.Channels, form.Height ?? dataset.Shape.Height, form.Width ?? dataset.Shape.Width);
        if (shape.Height == 0)
        {
            throw new DatasetException($"resize is missing; it must be given: {dataset.Difference}");
        }
        if (shape.Channels == 0)
        {
            throw new DatasetException($"channels is missing; it must be given: {dataset.Difference}");
        }
        return form == new ImageForm()
            ? dataset
            : dataset with
            {
                Shape = shape,
                ClassCount = form.Positive is null ? dataset.ClassCount : 2,
                ClassNames = form.Positive is { } one && dataset.ClassNames is { } names ? ["the rest", names[one]] : dataset.ClassNames,
                Native = dataset,
                Form = form,
            };
    }

    /// <summary>The label of an image in a form.</summary>
    /// <param name="form">Null for images as they are.</param>
    /// <param name="label">As the files have it.</param>
    public static int LabelIn(ImageForm? form, int label) => form?.Positive is not { } positive ? label : label == positive ? 1 : 0;
}
