using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The first images of each set: original, difference and perturbed image, with what is known of each.</summary>
internal sealed record GallerySection() : ReportSection("images", "Images")
{
    internal override bool HasContent(ReportContent content) => content.Galleries.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        html.Element("p", "Each triplet: the original, the difference magnified ten times (grey is no change), and the perturbed image. The images are the first of their set, not a choice.", ("class", "note"));
        foreach (var table in content.Galleries.GroupBy(gallery => gallery.Table))
        {
            html.Element("h3", content.Tables.Shapes.FirstOrDefault(shape => shape.Table == table.Key)?.Title ?? table.Key);
            foreach (var gallery in table)
            {
                WriteGallery(html, gallery, open: gallery.Attack == table.First().Attack);
            }
        }
    }

    private static void WriteGallery(HtmlWriter html, Gallery gallery, bool open)
    {
        html.Open("details", ("open", open ? "" : null));
        html.Element("summary", gallery.Source is null ? gallery.Attack : $"{gallery.Attack} on {gallery.Source}");
        html.Open("div", ("class", "gallery"));
        foreach (var picture in gallery.Pictures)
        {
            html.Open("figure");
            html.Empty("img",
                ("src", PngData.Of(TripletImage.Draw(picture))), ("alt", Describe(picture.Line)), ("loading", "lazy"),
                ("width", 3 * TripletImage.TileWidth(picture)), ("height", TripletImage.TileHeight(picture)));
            html.Open("figcaption");
            html.Text(Caption(picture.Line));
            WriteDetails(html, picture.Line);
            html.Close();
            html.Close();
        }

        html.Close();
        html.Close();
    }

    private static string Describe(ExampleLine line) => string.Create(CultureInfo.InvariantCulture, $"Image {line.Image}, class {line.Label}: original, difference and perturbed image");

    private static string Caption(ExampleLine line)
    {
        var read = line.PredictedAfter is { } after ? string.Create(CultureInfo.InvariantCulture, $"{line.Label} read as {after}") : string.Create(CultureInfo.InvariantCulture, $"a {line.Label}");
        return $"{read}, {HumanFormat.Distortion(line.Distortion)}";
    }

    private static void WriteDetails(HtmlWriter html, ExampleLine line)
    {
        (string Name, string? Value)[] facts =
        [
            ("draw", line.Draw == 0 ? null : Whole(line.Draw)), ("wanted class", Whole(line.TargetClass)), ("read before", Whole(line.PredictedBefore)), ("c", Real(line.C)),
            ("iterations", line.Iterations == 0 ? null : Whole(line.Iterations)), ("gradients", line.GradientEvaluations == 0 ? null : Whole(line.GradientEvaluations)),
            ("projected gradient", Real(line.ProjectedGradientNorm)), ("success", line.Success is { } success ? success ? "yes" : "no" : null),
        ];
        html.Open("details");
        html.Element("summary", string.Create(CultureInfo.InvariantCulture, $"image {line.Image}"));
        html.Open("dl");
        foreach (var (name, value) in facts.Where(fact => fact.Value is not null))
        {
            html.Element("dt", name);
            html.Element("dd", value!);
        }

        html.Element("dt", "distortion");
        html.Element("dd", HumanFormat.Distortion(line.Distortion));
        html.Close();
        html.Close();
    }

    private static string? Whole(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Real(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture);
}
