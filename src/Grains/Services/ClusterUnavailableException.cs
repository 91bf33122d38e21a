namespace Experiments.Grains;

/// <summary>A cluster cannot be reached. The message is one line and holds no secret.</summary>
public sealed class ClusterUnavailableException(string cluster, string reason, Exception cause)
    : IOException(
        $"cluster '{cluster}' does not answer ({reason}); a silo of it must be up, and Orleans' tables in its database: "
            + "experiments-silo --help.",
        cause);
