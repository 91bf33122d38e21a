using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Experiments.Grains;
using Experiments.Hosting;
using Experiments.Ports;
using Experiments.Storage;
using Microsoft.Extensions.Logging;

namespace Experiments.Silo;

/// <summary>A silo's options: on the command line or, where one is not given there, in its environment variable. Everything that is wrong
/// is reported together, before anything is opened.</summary>
internal sealed class SiloCommandLine
{
    private const int SecondsOfDay = 24 * 60 * 60;

    private static readonly Dictionary<string, LogLevel> Levels = new()
    {
        ["debug"] = LogLevel.Debug, ["information"] = LogLevel.Information, ["warning"] = LogLevel.Warning, ["error"] = LogLevel.Error,
    };

    private readonly Option<string?> _database = Of(
        "--db", "URL", "PostgreSQL for studies, membership and reminders: postgres://user:password@host:port/name. Needed unless --local.",
        Database);

    private readonly Option<string?> _local = Of(
        "--local", "true|false", "A cluster of one silo on this machine; without --db its database is a file in the home folder.", Flag,
        bare: "true");

    private readonly Option<string?> _home =
        Of("--home", "DIR", $"Folder of that file (default: ./{EmbeddedHome.DefaultFolder}).", Home);

    private readonly Option<string?> _data = Of("--data", "DIR", "Folder with data sets, searched before the usual places.", Folder);

    private readonly Option<string?> _name = Of("--name", "NAME", "The silo's name, unique in the cluster (default: the machine's).", Name);

    private readonly Option<string?> _cluster = Of("--cluster", "ID", "The cluster's name (default: experiments).", Name);

    private readonly Option<IPAddress?> _address = Of(
        "--address", "IP", "Where other silos and clients reach this one (default: the machine's first address; without TLS 127.0.0.1).",
        text => IPAddress.TryParse(text, out var address) ? address : throw new FormatException($"is '{text}'; it must be an IP address."));

    private readonly Option<int?> _siloPort = Of("--silo-port", "PORT", "For other silos (default: 11111).", Number(1, IPEndPoint.MaxPort));

    private readonly Option<int?> _gatewayPort =
        Of("--gateway-port", "PORT", "For clients (default: 30000).", Number(1, IPEndPoint.MaxPort));

    private readonly Option<int?> _healthPort =
        Of("--health-port", "PORT", "For /health/live and /health/ready (default: 0, none).", Number(0, IPEndPoint.MaxPort));

    private readonly Option<IReadOnlyList<Device>?> _devices = Of(
        "--devices", "LIST",
        "Devices to compute on, as cpu, cpu*4, cuda:0, torch-cpu, separated by commas (default: one cpu lane per core, and every GPU that "
            + "torch finds).",
        Devices);

    private readonly Option<string?> _torch = Of(
        "--torch", "DIR", "Folder with torch, for devices other than cpu: what 'dotnet build src/Networks.Torch -c Release' writes.",
        Folder);

    private readonly Option<int?> _places = Of("--places", "N", "Jobs that a device takes at a time, 1 to 16 (default: 2).", Number(1, 16));

    private readonly Option<int?> _lease = Of(
        "--lease", "SECONDS", "How long a job stays this silo's without a sign of life (default: 60).", Number(1, SecondsOfDay));

    private readonly Option<int?> _grace = Of(
        "--grace", "SECONDS", "How long jobs in hand may go on after SIGTERM or the notice before they are given back (default: 0).",
        Number(0, SecondsOfDay));

    private readonly Option<string?> _notice = Of(
        "--notice", "FILE", "The silo ends as by SIGTERM when this file appears: the notice that a spot machine will be taken away.",
        Path.GetFullPath);

    private readonly Option<string?> _certificate =
        Of("--tls-certificate", "FILE", "PEM: this silo's certificate, for mutual TLS.", ExistingFile);

    private readonly Option<string?> _key = Of("--tls-key", "FILE", "PEM: its private key.", ExistingFile);

    private readonly Option<string?> _authority =
        Of("--tls-authority", "FILE", "PEM: the certificate of who signs the cluster's certificates.", ExistingFile);

    private readonly Option<string?> _revoked = Of(
        "--tls-revoked", "FILE", "PEM: the authority's list of certificates that are not let in any more; read for each connection.",
        ExistingFile);

    private readonly Option<string?> _insecure = Of(
        "--insecure", "true|false",
        "Others on the network may connect without certificates. Without it and without TLS a silo listens on this machine only.", Flag,
        bare: "true");

    private readonly Option<Uri?> _otlp = Of(
        "--otlp", "URL",
        "Sends metrics and traces there (OTLP over gRPC, or over HTTP where OTEL_EXPORTER_OTLP_PROTOCOL is http/protobuf).",
        text => Telemetry.TryReadEndpoint(text, out var endpoint)
            ? endpoint
            : throw new FormatException($"is '{text}'; it must be an http or https address."));

    private readonly Option<LogLevel?> _logLevel = Of(
        "--log-level", "LEVEL", "The least grave events that are logged: debug, information, warning or error (default: information).",
        text => Levels.TryGetValue(text, out var level)
            ? (LogLevel?)level
            : throw new FormatException($"is '{text}'; it must be one of {string.Join(", ", Levels.Keys)}."));

    private readonly Option<string?> _logFormat = Of(
        "--log-format", "FORMAT", "text for people, or json: an object per line with the event's fields (default: text).",
        text => text is "text" or "json" ? text : throw new FormatException($"is '{text}'; it must be text or json."));

    internal SiloCommandLine()
    {
        All =
        [
            _database, _local, _home, _data, _name, _cluster, _address, _siloPort, _gatewayPort, _healthPort, _devices, _torch, _places,
            _lease, _grace, _notice, _certificate, _key, _authority, _revoked, _insecure, _otlp, _logLevel, _logFormat,
        ];
        Command = new RootCommand("""
            Runs a silo: a member of a cluster that computes the jobs of studies on its devices. It needs --db, or
            --local. An option that is not given is taken from the environment variable in parentheses.
            SIGTERM lets the jobs in hand finish for as long as --grace says, gives the others back and leaves the
            cluster; a second one ends the process.
            """.ReplaceLineEndings(" "))
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        foreach (var option in All)
        {
            Command.Add(option);
        }
    }

    /// <summary>In the order of the help.</summary>
    internal IReadOnlyList<Option> All { get; }

    internal RootCommand Command { get; }

    /// <summary>Asked where the command line does not say it.</summary>
    internal static string VariableOf(string option) => option switch
    {
        "--db" => ExperimentDatabase.ConnectionVariable,
        "--home" => EmbeddedHome.Variable,
        "--data" => "EXPERIMENTS_DATA",
        "--torch" => BackendPlugins.TorchVariable,
        "--otlp" => Telemetry.EndpointVariable,
        _ => $"EXPERIMENTS_SILO_{option[2..].Replace('-', '_').ToUpperInvariant()}",
    };

    /// <summary>The command line, with what the environment says of options that are not on it.</summary>
    internal ParseResult Parse(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var variables = All
            .Where(option => !arguments.Any(a => a == option.Name || a.StartsWith($"{option.Name}=", StringComparison.Ordinal)))
            .Select(option => (option.Name, Value: environment(VariableOf(option.Name)) is { Length: > 0 } value ? value
                : option == _name ? Environment.MachineName
                : null))
            .Where(variable => variable.Value is not null)
            .Select(variable => $"{variable.Name}={variable.Value}");
        return Command.Parse(
            [.. variables, .. arguments], new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }

    /// <returns>The settings; null when something is wrong.</returns>
    internal SiloSettings? Read(ParseResult line, out IReadOnlyList<string> errors)
    {
        var cluster = Value(line, _cluster) ?? "experiments";
        var (local, database, tls) = (Value(line, _local) == "true", Value(line, _database), Tls(line, cluster, out var tlsErrors));
        var (address, isOpen) = (Value(line, _address), tlsErrors.Count > 0 || tls is not null || Value(line, _insecure) == "true");
        var (silo, gateway, health) = (Value(line, _siloPort) ?? 11111, Value(line, _gatewayPort) ?? 30000, Value(line, _healthPort) ?? 0);
        List<string> found = [.. line.UnmatchedTokens.Select(Unknown), .. line.Errors.Select(Describe)];
        if (!local && database is null && !IsWrong(line, _database))
        {
            found.Add(
                "--db is missing; it must name a PostgreSQL database, or --local be given (also: "
                    + $"${ExperimentDatabase.ConnectionVariable}).");
        }

        if (!isOpen && address is not null && !IPAddress.IsLoopback(address))
        {
            found.Add(
                $"--address is {address}; it must be a loopback address where there are no --tls- files, or --insecure be given: others on "
                    + "the network could run code here.");
        }

        if (silo == gateway || silo == health || gateway == health)
        {
            found.Add($"--silo-port, --gateway-port and --health-port are {silo}, {gateway} and {health}; they must be different ports.");
        }

        errors = found = [.. found, .. tlsErrors];
        return found.Count > 0 ? null : new SiloSettings
        {
            Name = Value(line, _name)!,
            Database = database,
            Local = local,
            Home = Value(line, _home) ?? Path.GetFullPath(EmbeddedHome.DefaultFolder),
            DataFolder = Value(line, _data),
            ClusterId = cluster,
            SiloPort = silo,
            GatewayPort = gateway,
            HealthPort = health,
            Address = address,
            IsOpen = isOpen,
            Devices = Value(line, _devices) ?? Devices($"cpu*{Environment.ProcessorCount}"),
            NamesDevices = Value(line, _devices) is not null,
            TorchFolder = Value(line, _torch),
            PlacesPerDevice = Value(line, _places) ?? 2,
            Lease = TimeSpan.FromSeconds(Value(line, _lease) ?? 60),
            Grace = TimeSpan.FromSeconds(Value(line, _grace) ?? 0),
            Notice = Value(line, _notice),
            Tls = tls,
            OtlpEndpoint = Value(line, _otlp),
            LogLevel = Value(line, _logLevel) ?? LogLevel.Information,
            LogsJson = Value(line, _logFormat) == "json",
        };
    }

    /// <param name="name">With its dashes.</param>
    /// <param name="value">What its value is called in the help.</param>
    /// <param name="description">For the help.</param>
    /// <param name="read">Reads the value; throws <see cref="FormatException"/> with the rule that it breaks.</param>
    /// <param name="bare">What the option means without a value, where it can stand without one.</param>
    private static Option<T?> Of<T>(string name, string value, string description, Func<string, T> read, T? bare = default) => new(name)
    {
        Description = $"{description} (${VariableOf(name)})",
        HelpName = value,
        Arity = new ArgumentArity(bare is null ? 1 : 0, 1),
        CustomParser = result =>
        {
            try
            {
                return result.Tokens is [{ Value: var text }] ? (text.Length > 0 ? read(text) : default) : bare;
            }
            catch (StorageException refused)
            {
                result.AddError($"{name}: {refused.Message}");
                return default;
            }
            catch (FormatException rule)
            {
                result.AddError($"{name} {rule.Message}");
                return default;
            }
        },
    };

    private static bool IsWrong(ParseResult line, Option option) => line.Errors.Any(error => OptionOf(error)?.Option == option);

    private static T? Value<T>(ParseResult line, Option<T> option) => IsWrong(line, option) ? default : line.GetValue(option);

    private static OptionResult? OptionOf(ParseError error) =>
        error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;

    private static string Describe(ParseError error) => OptionOf(error) is { Tokens.Count: 0 } bare
        ? $"{bare.Option.Name} has no value; it must be followed by {bare.Option.HelpName}."
        : error.Message;

    // What is no option is not repeated: it can be a connection that was typed in the wrong place.
    private string Unknown(string token) => token.StartsWith("--", StringComparison.Ordinal)
        ? $"option is '{token.Split('=')[0]}'; it must be one of {string.Join(", ", All.Select(option => option.Name))}."
        : "an argument is not an option; options begin with --.";

    private TlsFiles? Tls(ParseResult line, string cluster, out IReadOnlyList<string> errors)
    {
        Option<string?>[] options = [_certificate, _key, _authority];
        if (options.Append(_revoked).All(option => line.GetResult(option) is null))
        {
            errors = [];
            return null;
        }

        errors = [.. options.Where(option => line.GetResult(option) is null)
            .Select(option => $"{option.Name} is missing; the three files of mutual TLS must be given together.")];
        if (options.Select(option => Value(line, option)).ToList() is not [{ } certificate, { } key, { } authority])
        {
            return null;
        }

        var files = new TlsFiles(certificate, key, authority, Value(line, _revoked));
        try
        {
            MutualTls.Read(files, cluster);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            errors =
                [
                    $"--tls-certificate, --tls-key, --tls-authority and --tls-revoked cannot be used ({error.Message}); they must be PEM "
                        + "files: a certificate of this cluster, its private key, the authority's certificate and its list of revoked ones."
                ];
        }

        return files;
    }

    private static string Flag(string text) =>
        text is "true" or "false" ? text : throw new FormatException($"is '{text}'; it must be true or false.");

    private static Func<string, int?> Number(int least, int most) => text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new FormatException($"is '{text}'; it must be a whole number from {least} to {most}.");

    private static string Name(string text) =>
        text.Length <= 63 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? text
            : throw new FormatException($"is '{text}'; it must be 1 to 63 letters, digits, '-', '_' or '.'.");

    private static string Folder(string text) =>
        Directory.Exists(text) ? Path.GetFullPath(text) : throw new FormatException($"is '{text}'; it must be a folder that exists.");

    private static string Home(string text) => EmbeddedHome.IsUrl(text)
        ? throw new FormatException("is a URL; it must be a folder: a database server is named with --db.")
        : Path.GetFullPath(text);

    private static string ExistingFile(string text) =>
        File.Exists(text) ? text : throw new FormatException($"is '{text}'; it must be a file that exists.");

    private static IReadOnlyList<Device> Devices(string text) => DeviceList.Parse(text, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static string Database(string text)
    {
        ExperimentDatabase.PostgresKeywords(text);
        return text;
    }
}
