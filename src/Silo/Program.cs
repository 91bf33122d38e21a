using System.Runtime.InteropServices;
using Experiments.Contracts;
using Experiments.Grains;
using Experiments.Hosting;
using Experiments.Ports;
using Experiments.Silo;
using Experiments.Storage;
using Microsoft.AspNetCore.Connections;

const int BadInput = 2;
const int Unexpected = 70;

var options = new SiloCommandLine();
var secrets = new Secrets([.. args, Environment.GetEnvironmentVariable(ExperimentDatabase.ConnectionVariable)]);
var line = options.Parse(args, Environment.GetEnvironmentVariable);
if (line.Errors.Count == 0 && line.Action is not null)
{
    // --help or --version.
    return line.Invoke();
}

if (options.Read(line, out var errors) is not { } settings)
{
    foreach (var error in errors)
    {
        Console.Error.Write($"error: {VisibleText.Of(secrets.Hide(error))}\n");
    }

    Console.Error.Write("See 'experiments-silo --help'.\n");
    return BadInput;
}

// The first request to end gives the jobs in hand back and leaves the cluster; the second ends the process as usual.
using var interrupt = new CancellationTokenSource();
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
try
{
    await using var silo = await SiloHost.BuildAsync(settings, interrupt.Token);
    await silo.RunAsync(interrupt.Token);
    return 0;
}
catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
{
    return 0;
}
catch (Exception error) when (error is SiloRefusedException or AddressInUseException)
{
    Console.Error.Write($"error: {VisibleText.Of(secrets.Hide(error.Message))}\n");
    return BadInput;
}
catch (Exception error) when (error is StorageException or PlatformNotSupportedException)
{
    Console.Error.Write($"error: {VisibleText.Of(secrets.Hide(error.Message))}\n");
    return Unexpected;
}
