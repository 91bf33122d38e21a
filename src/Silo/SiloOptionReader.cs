using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Experiments.Grains;
using Experiments.Pipeline;
using Experiments.Ports;
using Experiments.Storage;

namespace Experiments.Silo;

/// <summary>
/// Reads a silo's options from the command line and, where one is not given there, from its environment variable. Everything that is wrong is reported together,
/// before anything is opened.
/// </summary>
internal sealed class SiloOptionReader
{
    private const int SecondsOfDay = 24 * 60 * 60;

    private readonly Dictionary<string, string> _given = [];
    private readonly Func<string, string?> _environment;

    private SiloOptionReader(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        _environment = environment;
        ReadArguments(arguments);
    }

    /// <summary>All options, in the order of the help.</summary>
    internal static IReadOnlyList<SiloOption> Options { get; } =
    [
        new("db", "URL", "PostgreSQL for studies, membership and reminders: postgres://user:password@host:port/name. Needed unless --local.", ExperimentDatabase.ConnectionVariable),
        new("local", null, "A cluster of one silo on this machine; without --db its database is a file in the home folder."),
        new("home", "DIR", "Folder of that file (default: ./.experiments).", EmbeddedHome.Variable),
        new("data", "DIR", "Folder with data sets, searched before the usual places.", "EXPERIMENTS_DATA"),
        new("name", "NAME", "The silo's name, unique in the cluster (default: the machine's)."),
        new("cluster", "ID", "The cluster's name (default: experiments)."),
        new("address", "IP", "Where other silos and clients reach this one (default: the machine's first address)."),
        new("silo-port", "PORT", "For other silos (default: 11111)."),
        new("gateway-port", "PORT", "For clients (default: 30000)."),
        new("health-port", "PORT", "For /health/live and /health/ready (default: 0, none)."),
        new("devices", "LIST", "Devices to compute on, as cpu, cpu*4, cuda:0, separated by commas (default: one cpu lane per core)."),
        new("places", "N", "Jobs that a device takes at a time, 1 to 16 (default: 2)."),
        new("lease", "SECONDS", "How long a job stays this silo's without a sign of life (default: 60)."),
        new("tls-certificate", "FILE", "PEM: this silo's certificate, for mutual TLS."),
        new("tls-key", "FILE", "PEM: its private key."),
        new("tls-authority", "FILE", "PEM: the certificate of who signs the cluster's certificates."),
        new("otlp", "URL", "Sends metrics and traces there (OTLP over gRPC, or over HTTP where OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf).", "OTEL_EXPORTER_OTLP_ENDPOINT"),
    ];

    /// <summary>What is wrong, in the order of the options; empty for nothing.</summary>
    internal List<string> Errors { get; } = [];

    /// <returns>The settings; null when something is wrong.</returns>
    internal static SiloSettings? Read(IReadOnlyList<string> arguments, Func<string, string?> environment, out IReadOnlyList<string> errors)
    {
        var reader = new SiloOptionReader(arguments, environment);
        var settings = reader.ReadAll();
        errors = reader.Errors;
        return reader.Errors.Count == 0 ? settings : null;
    }

    private void ReadArguments(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var option = Options.FirstOrDefault(o => $"--{o.Name}" == parts[0]);
            if (option is null)
            {
                // Not repeated: it can be a connection that was typed in the wrong place.
                Errors.Add(parts[0].StartsWith("--", StringComparison.Ordinal)
                    ? $"option is '{parts[0]}'; it must be one of {string.Join(", ", Options.Select(o => $"--{o.Name}"))}."
                    : $"argument {i + 1} is not an option; options begin with --.");
            }
            else if (option.Value is null || parts.Length == 2)
            {
                _given[option.Name] = parts.Length == 2 ? parts[1] : "true";
            }
            else if (i + 1 < arguments.Count)
            {
                _given[option.Name] = arguments[++i];
            }
            else
            {
                Errors.Add($"--{option.Name} has no value; it must be followed by {option.Value}.");
            }
        }
    }

    private SiloSettings ReadAll()
    {
        var local = Flag("local");
        var database = Text("db");
        if (database is null && !local)
        {
            Errors.Add($"--db is missing; it must name a PostgreSQL database, or --local be given (also: ${ExperimentDatabase.ConnectionVariable}).");
        }

        CheckDatabase(database);
        var (silo, gateway, health) = (Number("silo-port", 11111, 1, 65535), Number("gateway-port", 30000, 1, 65535), Number("health-port", 0, 0, 65535));
        if (silo == gateway || silo == health || gateway == health)
        {
            Errors.Add($"--silo-port, --gateway-port and --health-port are {silo}, {gateway} and {health}; they must be different ports.");
        }

        return new SiloSettings
        {
            Name = Name("name", Environment.MachineName),
            Database = database,
            Local = local,
            Home = Path.GetFullPath(Text("home") ?? EmbeddedHome.DefaultFolder),
            DataFolder = Folder("data"),
            ClusterId = Name("cluster", "experiments"),
            SiloPort = silo,
            GatewayPort = gateway,
            HealthPort = health,
            Address = Address(),
            Devices = Devices(),
            PlacesPerDevice = Number("places", 2, 1, 16),
            Lease = TimeSpan.FromSeconds(Number("lease", 60, 1, SecondsOfDay)),
            Tls = Tls(),
            OtlpEndpoint = Endpoint(),
        };
    }

    private string? Text(string name)
    {
        var option = Options.Single(o => o.Name == name);
        var value = _given.GetValueOrDefault(name) ?? _environment(option.Variable);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private bool Flag(string name)
    {
        var text = Text(name);
        if (text is null or "true" or "false")
        {
            return text == "true";
        }

        Errors.Add($"--{name} is '{text}'; it must be true or false.");
        return false;
    }

    private int Number(string name, int standard, int least, int most)
    {
        var text = Text(name);
        if (text is null)
        {
            return standard;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Errors.Add($"--{name} is '{text}'; it must be a whole number from {least} to {most}.");
        return standard;
    }

    private string Name(string name, string standard)
    {
        var text = Text(name) ?? standard;
        if (text.Length > 63 || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            Errors.Add($"--{name} is '{text}'; it must be 1 to 63 letters, digits, '-', '_' or '.'.");
        }

        return text;
    }

    private string? Folder(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!Directory.Exists(text))
        {
            Errors.Add($"--{name} is '{text}'; it must be a folder that exists.");
        }

        return Path.GetFullPath(text);
    }

    private void CheckDatabase(string? database)
    {
        try
        {
            if (database is not null)
            {
                ExperimentDatabase.PostgresKeywords(database);
            }
        }
        catch (StorageException error)
        {
            Errors.Add($"--db: {error.Message}");
        }
    }

    private IPAddress? Address()
    {
        var text = Text("address");
        if (text is null || IPAddress.TryParse(text, out var address))
        {
            return text is null ? null : IPAddress.Parse(text);
        }

        Errors.Add($"--address is '{text}'; it must be an IP address.");
        return null;
    }

    private IReadOnlyList<Device> Devices()
    {
        var text = Text("devices") ?? $"cpu*{Environment.ProcessorCount}";
        try
        {
            return DeviceList.Parse(text, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        }
        catch (FormatException error)
        {
            Errors.Add($"--devices {error.Message}");
            return [];
        }
    }

    private TlsFiles? Tls()
    {
        string[] names = ["tls-certificate", "tls-key", "tls-authority"];
        var files = names.Select(Text).ToList();
        if (files.All(f => f is null))
        {
            return null;
        }

        foreach (var (name, file) in names.Zip(files))
        {
            if (file is null)
            {
                Errors.Add($"--{name} is missing; the three files of mutual TLS must be given together.");
            }
            else if (!File.Exists(file))
            {
                Errors.Add($"--{name} is '{file}'; it must be a file that exists.");
            }
        }

        var tls = new TlsFiles(files[0] ?? "", files[1] ?? "", files[2] ?? "");
        if (files.All(File.Exists))
        {
            CheckCertificates(tls);
        }

        return tls;
    }

    private void CheckCertificates(TlsFiles tls)
    {
        try
        {
            MutualTls.Read(tls.Certificate, tls.Key, tls.Authority);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            Errors.Add($"--tls-certificate, --tls-key and --tls-authority cannot be read ({error.Message}); they must be PEM files: a certificate, its private key and the authority's certificate.");
        }
    }

    private Uri? Endpoint()
    {
        var text = Text("otlp");
        if (text is null || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            return text is null ? null : new Uri(text);
        }

        Errors.Add($"--otlp is '{text}'; it must be an http or https address.");
        return null;
    }
}

/// <param name="Name">Without the dashes.</param>
/// <param name="Value">What its value is called in the help; null for one without a value.</param>
/// <param name="Description">For the help.</param>
/// <param name="Shared">Its environment variable, where that is not the silo's own.</param>
internal sealed record SiloOption(string Name, string? Value, string Description, string? Shared = null)
{
    /// <summary>Asked where the command line does not say it.</summary>
    internal string Variable => Shared ?? $"EXPERIMENTS_SILO_{Name.Replace('-', '_').ToUpperInvariant()}";
}
