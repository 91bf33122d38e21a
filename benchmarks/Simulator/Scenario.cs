namespace Experiments.Simulator;

/// <summary>A cluster and what goes wrong in it.</summary>
/// <param name="Gpus">Devices in all.</param>
/// <param name="Stragglers">Share of the silos that compute at half speed.</param>
/// <param name="Failures">Share of the tries that fail half-way, and of the silos that crash once and are back after a minute.</param>
internal sealed record Scenario(int Gpus, double Stragglers, double Failures)
{
    internal const int GpusPerSilo = 8;

    internal int Silos => (Gpus + GpusPerSilo - 1) / GpusPerSilo;

    internal string Name => (Stragglers, Failures) switch
    {
        (0, 0) => "nothing goes wrong",
        ( > 0, 0) => $"{Stragglers:0 %} of the silos at half speed",
        _ => $"{Failures:0 %} failures{(Stragglers > 0 ? $", {Stragglers:0 %} at half speed" : "")}",
    };
}
