using Experiments.Contracts;

namespace Experiments.Client;

/// <summary>Warnings on the standard error, one line each as compilers print them: editors jump to the place. With <c>--json</c> they stand
/// in the object instead.</summary>
internal static class WarningText
{
    internal static void Write(VerbContext context, string file, IReadOnlyList<StudyWarning> warnings)
    {
        if (warnings.Count == 0 || context.Settings.Json)
        {
            return;
        }

        foreach (var warning in warnings)
        {
            var place = warning.Origin ?? $"{file}:{warning.Line}:{warning.Column}";
            var path = warning.Path.Length == 0 ? "" : $"{warning.Path}: ";
            context.Host.Error.Say($"{place}: warning: {path}{warning.Message}");
        }

        context.Host.Error.Say($"{warnings.Count} warning{(warnings.Count == 1 ? "" : "s")}; --strict makes them errors.");
    }
}
