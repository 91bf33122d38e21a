using System.Runtime.InteropServices;
using Experiments.Client;

// The first request to end lets the jobs in hand give back what they hold; the second ends the process as usual.
using var interrupt = new CancellationTokenSource();
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
ClientHost host;
try
{
    host = ClientHost.OfProcess(Engines.OpenAsync, Catalogue.Read, TelemetryExport.Start);
}
catch (IOException fault)
{
    Console.Error.Say($"error: the current folder cannot be used: {fault.Message}");
    return ExitCode.BadInput;
}

return await CommandLine.RunAsync(args, host, interrupt.Token);
