using System.CommandLine;

namespace Experiments.Silo.Tests;

public sealed class SiloCommandLineTests
{
    [Fact]
    public void Read_EverythingWrong_IsReportedTogetherAndInOrder()
    {
        var settings = Read(
            [
                "--nmae",
                "postgres://me:secret@db/x",
                "--local=yes",
                "--silo-port",
                "70000",
                "--gateway-port=11111",
                "--devices",
                "cpu,tpu",
                "--places",
                "0",
                "--name",
                "a b",
                "--tls-key", "missing.pem", "--otlp", "ftp://x", "--address", "here", "--log-level", "loud", "--log-format", "xml",
                "--lease"
            ],
            _ => null, out var errors);

        Assert.Null(settings);
        Assert.Equal(
            [
                $"option is '--nmae'; it must be one of {string.Join(", ", new SiloCommandLine().All.Select(o => o.Name))}.",
                "an argument is not an option; options begin with --.",
                "--local is 'yes'; it must be true or false.",
                "--name is 'a b'; it must be 1 to 63 letters, digits, '-', '_' or '.'.",
                "--address is 'here'; it must be an IP address.",
                "--silo-port is '70000'; it must be a whole number from 1 to 65535.",
                "--devices is 'cpu,tpu'; it must be different devices, each cpu, cuda or torch-cpu with an index or a number: "
                    + "cpu*4,cuda:0.",
                "--places is '0'; it must be a whole number from 1 to 16.",
                "--lease has no value; it must be followed by SECONDS.",
                "--tls-key is 'missing.pem'; it must be a file that exists.",
                "--otlp is 'ftp://x'; it must be an http or https address.",
                "--log-level is 'loud'; it must be one of debug, information, warning, error.",
                "--log-format is 'xml'; it must be text or json.",
                "--db is missing; it must name a PostgreSQL database, or --local be given (also: $EXPERIMENTS_DB).",
                "--silo-port, --gateway-port and --health-port are 11111, 11111 and 0; they must be different ports.",
                "--tls-certificate is missing; the three files of mutual TLS must be given together.",
                "--tls-authority is missing; the three files of mutual TLS must be given together.",
            ],
            errors);
        Assert.All(errors, e => Assert.DoesNotContain("secret", e, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MalformedConnection_IsNotRepeated()
    {
        Read(["--db", "postgres://me:secret@"], _ => null, out var errors);

        Assert.DoesNotContain("secret", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TlsFilesThatAreNoCertificates_SaysWhatTheyMustBe()
    {
        using var authority = new TestAuthority();
        var (certificate, key) = authority.Issue("silo");
        string[] Arguments(string certificateFile, string keyFile) =>
            ["--local", "--tls-certificate", certificateFile, "--tls-key", keyFile, "--tls-authority", authority.Path];

        Assert.NotNull(Read(Arguments(certificate, key), _ => null, out var none));
        Assert.Empty(none);
        Assert.Null(Read(Arguments(key, certificate), _ => null, out var errors));
        var error = Assert.Single(errors);
        Assert.StartsWith(
            "--tls-certificate, --tls-key, --tls-authority and --tls-revoked cannot be used (", error, StringComparison.Ordinal);
        Assert.EndsWith(
            "they must be PEM files: a certificate of this cluster, its private key, the authority's certificate and its list of revoked "
                + "ones.",
            error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AddressOfTheNetworkWithoutTls_IsRefusedUnlessItIsSaid()
    {
        string[] arguments = ["--db", "postgres://me@db/x", "--address", "10.0.0.5"];

        Assert.Null(Read(arguments, _ => null, out var errors));
        Assert.Equal(
            "--address is 10.0.0.5; it must be a loopback address where there are no --tls- files, or --insecure be given: others on the "
                + "network could run code here.",
            Assert.Single(errors));
        Assert.Equal(System.Net.IPAddress.Parse("10.0.0.5"), Read([.. arguments, "--insecure"], _ => null, out _)!.Listens);
        Assert.Equal(System.Net.IPAddress.Loopback, Read(arguments[..2], _ => null, out _)!.Listens);
        Assert.Null(Read([.. arguments[..2], "--insecure"], _ => null, out _)!.Listens);
    }

    [Fact]
    public async Task Start_GpuWithoutTorch_EndsAndSaysHowToNameIt()
    {
        var home = Directory.CreateTempSubdirectory("experiments-silo-").FullName;
        await using var silo = SiloProcess.Start("gpu", "--local", "--home", home, "--devices", "cpu,cuda:1");

        Assert.Equal(70, await silo.EndedAsync());

        Assert.Contains(
            "error: device cuda or torch-cpu needs torch; --torch (or EXPERIMENTS_TORCH) must name the folder that 'dotnet build "
                + "src/Networks.Torch -c Release' writes to (-p:Torch=cuda for GPUs).",
            silo.Output, StringComparison.Ordinal);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void Read_Environment_StandsInForWhatTheCommandLineDoesNotSay()
    {
        var environment = new Dictionary<string, string> { ["EXPERIMENTS_SILO_NAME"] = "env", ["EXPERIMENTS_SILO_PLACES"] = "3",
            ["EXPERIMENTS_DB"] = "Host=db;Database=x;Password=hidden" };

        var settings = Read(["--name=line", "--devices", "cpu*2,cuda:1"], environment.GetValueOrDefault, out var errors);

        Assert.Empty(errors);
        Assert.Equal(("line", 3), (settings!.Name, settings.PlacesPerDevice));
        Assert.Equal(["cpu:0", "cpu:1", "cuda:1"], settings.Devices.Select(d => d.ToString()));
        Assert.Equal("silo line of cluster experiments", settings.ToString());
    }

    [Theory]
    [InlineData("cpu", "cpu:0")]
    [InlineData("cuda:0, cuda:3", "cuda:0 cuda:3")]
    [InlineData("cpu*3", "cpu:0 cpu:1 cpu:2")]
    public void Parse_DeviceList_GivesTheDevices(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', DeviceList.Parse(text, 3000).Select(d => d.ToString())));

    [Theory]
    [InlineData("")]
    [InlineData("cpu*0")]
    [InlineData("cpu:0,cpu:0")]
    [InlineData("cuda:-1")]
    [InlineData("cpu*100000000")]
    public void Parse_NoDeviceList_IsRefused(string text) => Assert.Throws<FormatException>(() => DeviceList.Parse(text, 3000));

    [Fact]
    public void Help_EveryOption_IsThereWithItsVariable()
    {
        var (options, output) = (new SiloCommandLine(), new StringWriter { NewLine = "\n" });

        options.Parse(["--help"], name => name == "EXPERIMENTS_DB" ? "postgres://me:secret@db/x" : null)
            .Invoke(new InvocationConfiguration { Output = output });

        var help = output.ToString();
        Assert.All(options.All, o => Assert.Contains($"{o.Name} ", help, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", help, StringComparison.Ordinal);
        Assert.Contains("$EXPERIMENTS_SILO_HEALTH_PORT", help, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', help);
    }

    internal static SiloSettings? Read(IReadOnlyList<string> arguments, Func<string, string?> environment, out IReadOnlyList<string> errors)
    {
        var options = new SiloCommandLine();
        return options.Read(options.Parse(arguments, environment), out errors);
    }
}
