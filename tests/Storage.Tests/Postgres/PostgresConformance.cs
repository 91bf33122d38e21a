namespace Experiments.Storage.Tests;

[Collection(PostgresFixture.Collection)]
public sealed class PostgresLedgerTests(PostgresFixture fixture) : LedgerConformance(fixture);

[Collection(PostgresFixture.Collection)]
public sealed class PostgresShareTests(PostgresFixture fixture) : ShareConformance(fixture);

[Collection(PostgresFixture.Collection)]
public sealed class PostgresRevisionTests(PostgresFixture fixture) : RevisionConformance(fixture);

[Collection(PostgresFixture.Collection)]
public sealed class PostgresArtifactTests(PostgresFixture fixture) : ArtifactConformance(fixture);

[Collection(PostgresFixture.Collection)]
public sealed class PostgresResultTests(PostgresFixture fixture) : ResultConformance(fixture);

[Collection(PostgresFixture.Collection)]
public sealed class PostgresToolsTests(PostgresFixture fixture) : ToolsConformance(fixture);

[Collection(PostgresFixture.Collection)]
public sealed class PostgresUntrustedRowTests(PostgresFixture fixture) : UntrustedRowConformance(fixture);
