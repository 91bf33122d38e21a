using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Reporting;

/// <summary>The first images of each set: original, difference and perturbed image, with what is known of each.</summary>
internal sealed record GallerySection() : ReportSection("images", "Images")
{
    internal override bool HasContent(ReportContent content) => content.Galleries.Count > 0;

    internal override void Write(HtmlWriter html, ReportContent content)
    {
        html.Element(
            "p",
            "Each triplet: the original, the difference magnified ten times (grey is no change), and the perturbed image, rounded to 8 "
                + "bits. What it is read as is said of the rounded image, and of the image before where that is read otherwise. "
                + "The images are the first of their set, not a choice.",
            ("class", "note"));
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
                ("src", PngData.Of(TripletImage.Draw(picture))), ("alt", Describe(picture.Example)), ("loading", "lazy"),
                ("width", 3 * TripletImage.TileWidth(picture)), ("height", TripletImage.TileHeight(picture)));
            html.Open("figcaption");
            html.Text(Caption(picture.Example));
            WriteDetails(html, picture.Example);
            html.Close();
            html.Close();
        }

        html.Close();
        html.Close();
    }

    private static string Describe(StudyRow<AdversarialExampleRow> line) => string.Create(
        CultureInfo.InvariantCulture, $"Image {line.Row.Image}, class {line.Row.Label}: original, difference and perturbed image");

    private static string Caption(StudyRow<AdversarialExampleRow> line)
    {
        var label = line.Row.Label.ToString(CultureInfo.InvariantCulture);
        var read = ExampleSheet.ReadAs(line.Row) is { } after ? $"{label} {after}" : $"a {label}";
        return $"{read}, {HumanFormat.Distortion(line.Row.Distortion)}";
    }

    private static void WriteDetails(HtmlWriter html, StudyRow<AdversarialExampleRow> line)
    {
        (string Name, string? Value)[] facts =
        [
            ("draw", line.Row.Draw == 0 ? null : Whole(line.Row.Draw)), ("wanted class", Whole(line.Row.TargetClass)),
            ("read before", Whole(line.Row.PredictedBefore)), ("c", Real(line.Row.C)),
            ("iterations", line.Row.Iterations == 0 ? null : Whole(line.Row.Iterations)),
            ("gradients", line.Row.GradientEvaluations == 0 ? null : Whole(line.Row.GradientEvaluations)),
            ("projected gradient", Real(line.Row.ProjectedGradientNorm)),
            ("success", YesOrNo(line.Row.Success)), ("success as 8 bits", YesOrNo(line.Row.SuccessAsBytes)),
        ];
        html.Open("details");
        html.Element("summary", string.Create(CultureInfo.InvariantCulture, $"image {line.Row.Image}"));
        html.Open("dl");
        foreach (var (name, value) in facts.Where(fact => fact.Value is not null))
        {
            html.Element("dt", name);
            html.Element("dd", value!);
        }

        html.Element("dt", "distortion");
        html.Element("dd", HumanFormat.Distortion(line.Row.Distortion));
        html.Close();
        html.Close();
    }

    private static string? YesOrNo(bool? value) => value is { } known ? known ? "yes" : "no" : null;

    private static string? Whole(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Real(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture);
}
