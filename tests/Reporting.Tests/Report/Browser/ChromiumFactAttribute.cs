using Experiments.Testing;

namespace Experiments.Reporting.Tests;

/// <summary>A test that opens a report in headless Chromium. Without the browser it is reported as skipped; with CI=true it runs and
/// fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null && !BuildServer.IsThis)
        {
            Skip = "NO CHROMIUM ON THIS MACHINE: no report was opened in a browser (Debian: apt-get install chromium).";
        }
    }
}
