using Experiments.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Experiments.Storage.Tests;

/// <summary>
/// A test that runs on PostgreSQL where its class belongs to <see cref="PostgresFixture.Collection"/>. Without binaries on the machine it
/// is reported as skipped; with the environment's <c>CI=true</c> it runs anyway and fails, so that a build server cannot pass by lacking
/// them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Experiments.Storage.Tests.DatabaseFactDiscoverer", "Experiments.Storage.Tests")]
public sealed class DatabaseFactAttribute : FactAttribute;

/// <summary>As <see cref="DatabaseFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Experiments.Storage.Tests.DatabaseTheoryDiscoverer", "Experiments.Storage.Tests")]
public sealed class DatabaseTheoryAttribute : TheoryAttribute;

internal static class DatabaseTests
{
    internal const string SkipReason =
        "NO POSTGRESQL ON THIS MACHINE: half of the storage tests did not run (Debian: apt-get install postgresql).";

    internal static bool IsSkipped(ITestMethod method) =>
        !PostgresServer.MustRun && method.TestClass.Class.GetCustomAttributes(typeof(CollectionAttribute))
            .Any(a => (string)a.GetConstructorArguments().Single() == PostgresFixture.Collection);
}

public sealed class DatabaseFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        DatabaseTests.IsSkipped(testMethod)
            ? new SkippedTestCase(
                DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
}

public sealed class DatabaseTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        DatabaseTests.IsSkipped(testMethod)
            ? [new SkippedTestCase(
                DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

/// <summary>Reported with its reason, never run.</summary>
public sealed class SkippedTestCase : XunitTestCase
{
    [Obsolete("For the deserialiser of the test platform only.")]
    public SkippedTestCase()
    {
    }

    public SkippedTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => DatabaseTests.SkipReason;
}
