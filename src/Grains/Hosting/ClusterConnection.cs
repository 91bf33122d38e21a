namespace Experiments.Grains;

/// <summary>How silos and clients find a cluster and each other.</summary>
public sealed record ClusterConnection
{
    /// <summary>The cluster's name: silos and clients of one name find each other in the membership.</summary>
    public string ClusterId { get; init; } = "experiments";

    /// <summary>PostgreSQL with Orleans' membership and reminder tables, in Npgsql's keyword form; null for a cluster of one silo on this
    /// machine, which needs no database. Never shown.</summary>
    public string? MembershipDatabase { get; init; }

    /// <summary>Where clients of a cluster of one find it.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>Certificates for mutual TLS; null for plain connections.</summary>
    public MutualTls? Tls { get; init; }

    public override string ToString() => $"cluster {ClusterId}";
}
