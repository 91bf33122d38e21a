using Experiments.Contracts;
using Experiments.Pipeline.Jobs.Running;

namespace Experiments.Pipeline.Analyses.Spectral;

/// <summary>Settings of the bounds of a network's layers: the network is all there is to know.</summary>
public sealed record SpectralSettings;

/// <summary>Bounds how far each layer of a network (input <c>model</c>) can lengthen a change of its input.</summary>
public sealed class SpectralKind : JobKind<SpectralSettings>
{
    public override string Name => "spectral";

    public override int Version => 1;

    private protected override async Task<JobOutput> RunAsync(
        SpectralSettings settings, JobContext context, CancellationToken cancellationToken)
    {
        var key = context.Input(JobRoles.Model);
        var network = await context.LoadNetworkAsync(key, cancellationToken);
        var bounds = await context.ComputeAsync(() => network.Bounds(cancellationToken));
        var rows = new List<SpectralLayerRow>();
        foreach (var bound in bounds)
        {
            rows.Add(new SpectralLayerRow
            {
                Job = context.Job.Key,
                Model = key,
                Layer = rows.Count,
                Name = bound.Layer.Name,
                Kind = bound.Layer.Kind,
                OutputShape = bound.Layer.OutputShape.ToString(),
                OperationBound = bound.Operation.Value,
                Method = bound.Operation.Method,
                ZeroPaddedNorm = bound.Operation.ZeroPadded,
                ActivationBound = bound.Activation,
                Bound = bound.Value,
                CumulativeBound = bound.Cumulative,
                Converged = bound.Operation.Converged,
            });
        }

        return new JobOutput(rows, []);
    }
}
