using System.Text;
using System.Text.Json.Nodes;

namespace Experiments.Reporting.Tests;

/// <summary>Reports as a browser shows them. Screenshots are left beside the test's binaries, to be looked at.</summary>
public sealed class ReportPageTests(Chromium browser) : IClassFixture<Chromium>
{
    private static readonly string Audit = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "audit.js"));

    private static readonly (int Width, int Height, bool Dark, string Name)[] Screens =
        [(1280, 900, false, "desktop-light"), (1280, 900, true, "desktop-dark"), (360, 740, false, "phone-light"), (360, 740, true,
            "phone-dark")];

    [ChromiumFact]
    public async Task Open_Study_ShowsWithoutErrorsRequestsOrViolations() => await CheckAsync(await SampleReport.PaperAsync(), "paper");

    [ChromiumFact]
    public async Task Open_HostileNames_RunNothingAndBreakNothing() => await CheckAsync(await SampleReport.HostileAsync(), "hostile");

    [ChromiumFact]
    public async Task Open_UnfinishedStudy_ShowsWithoutErrorsRequestsOrViolations() =>
        await CheckAsync(await SampleReport.OfAsync(SampleStudy.Halves), "halves");

    /// <summary>The audit finds what it is there to find: one violation of each kind, put into a page that has none.</summary>
    [ChromiumFact]
    public async Task Audit_PageWithViolations_FindsEach()
    {
        var html = SampleReport.Html(await SampleReport.PaperAsync());
        var broken = html
            .Replace(
                "<main>",
                "<main><p style=\"color:#999\">pale</p><img "
                    + "src=\"data:image/png;base64,AAAA\"><h4>deep</h4><table><tr><th>x</th></tr></table><a href=\"#nowhere\">go</a><div "
                    + "style=\"width:3000px\">wide</div>",
                StringComparison.Ordinal)
            .Replace("scope=\"col\"", "", StringComparison.Ordinal);
        var file = await WriteAsync(broken, "broken");
        await browser.OpenAsync(file, 1280, 900, dark: false);

        var found = (await browser.EvaluateAsync(Audit))!["found"]!.AsArray().Select(f => (string)f!).ToList();

        Assert.All(
            new[] { "contrast: p ", "img without alt", "img not shown", "heading skips a level", "table without a caption",
                "th without scope", "link leads nowhere", "page scrolls sideways" },
            rule => Assert.Contains(found, f => f.StartsWith(rule, StringComparison.Ordinal)));
    }

    private async Task CheckAsync(ReportContent content, string name)
    {
        var file = await WriteAsync(SampleReport.Html(content), name);
        foreach (var screen in Screens)
        {
            await browser.OpenAsync(file, screen.Width, screen.Height, screen.Dark);
            await browser.EvaluateAsync(
                "document.querySelectorAll('details').forEach(d => d.open = true); Promise.all([...document.images].map(i => { i.loading = "
                    + "'eager'; return i.decode(); })).then(() => 1)");
            var audit = (await browser.EvaluateAsync(Audit))!;
            Assert.Equal("", string.Join('\n', audit["found"]!.AsArray().Select(f => $"{screen.Name}: {f}").Take(20)));
            Assert.InRange((int)audit["texts"]!, 50, 100_000);
            Assert.Empty(browser.Events("Runtime.consoleAPICalled"));
            Assert.Empty(browser.Events("Runtime.exceptionThrown"));
            Assert.Empty(browser.Events("Log.entryAdded"));
            Assert.Empty(browser.Events("Page.javascriptDialogOpening"));
            Assert.All(browser.Events("Network.requestWillBeSent"), request =>
            {
                var address = (string)JsonNode.Parse(request)!["request"]!["url"]!;
                Assert.True(
                    address.StartsWith("file:", StringComparison.Ordinal) || address.StartsWith("data:", StringComparison.Ordinal),
                    address);
            });
            var picture = await browser.ScreenshotAsync(
                screen.Width, Math.Min(6000, (int)(await browser.EvaluateAsync("document.documentElement.scrollHeight"))!));
            await File.WriteAllBytesAsync(Path.Combine(AppContext.BaseDirectory, $"report-{name}-{screen.Name}.png"), picture);
        }
    }

    private static async Task<string> WriteAsync(string html, string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"report-{name}.html");
        await File.WriteAllTextAsync(file, html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return new Uri(file).AbsoluteUri;
    }
}
