using Experiments.Contracts;

namespace Experiments.Storage;

/// <param name="Version">One more than the last.</param>
/// <param name="Name">Of its scripts.</param>
/// <param name="Change">What it does.</param>
internal sealed record Migration(int Version, string Name, Action<SchemaChange> Change)
{
    internal string Script => $"{Version:0000}_{Name}";
}

/// <summary>What a database of an earlier version lacks. The scripts that the program runs are written from it by a test (CONTRIBUTING.md);
/// those of a released migration stay as they are. A view that changes needs a migration too, if an empty one.</summary>
internal static class Migrations
{
    internal static IReadOnlyList<Migration> All { get; } =
    [
        new(10, "rates", change =>
        {
            // Ends of intervals that counts beside them say already.
            change.DropColumns<TransferCellRow>("error_rate_low", "error_rate_high");
            change.DropColumns<NoiseCurveRow>("accuracy_low", "accuracy_high");
            change.DropColumns<RandomDirectionRow>("fooled_low", "fooled_high");
            change.DropColumns<UniversalCellRow>("fooling_rate_low", "fooling_rate_high");
            change.DropColumns<TransferDistancePointRow>("rate_low", "rate_high");
            change.DropDefaults<ModelErrorRow>("backend", "deterministic");
            change.DropDefaults<AdversarialSetRow>("backend", "deterministic");
            change.DropDefaults<TransferCellRow>("backend", "deterministic");
        }),
        new(11, "attack_class", change =>
        {
            change.AddColumns<AdversarialSetRow>("attack_class", "norm", "epsilon", "mean_l2", "mean_linf");
            change.AddChecks<AdversarialSetRow>("attack_class", "epsilon", "mean_l2", "mean_linf");
            change.AddColumns<AdversarialExampleRow>("linf");
            change.AddChecks<AdversarialExampleRow>("linf");

            // What follows from the type alone: the norm and the budget of pgd do not.
            change.Sql("UPDATE adversarial_sets SET attack_class = 'fixed-budget' WHERE attack_type = 'pgd';");
            change.Sql(
                "UPDATE adversarial_sets SET attack_class = 'minimal-norm', norm = 'l2' WHERE attack_type IN ('lbfgs', 'deepfool');");
            change.Sql(
                "UPDATE adversarial_sets SET attack_class = 'control' WHERE attack_type IN ('amplify', "
                    + "'gaussian-noise', 'random-direction');");
        }),
        new(12, "bytes", change => change.AddColumns<AdversarialExampleRow>("predicted_as_bytes", "success_as_bytes")),
        new(13, "survivors", change =>
        {
            change.AddColumns<AdversarialSetRow>("survivors", "no_class");
            change.AddChecks<AdversarialSetRow>("survivors", "no_class");
        }),
        new(14, "replicates", change => change.AddColumns<StudyJobRecord>("replicate")),
        new(15, "failures", change =>
        {
            change.AllowNull<AdversarialSetRow>("mean_distortion", "median_distortion");
            change.AddColumns<AdversarialSetRow>("attacked", "failures", "wanted", "mean_distortion_wanted");
            change.AddChecks<AdversarialSetRow>("attacked", "failures", "wanted", "mean_distortion_wanted");
        }),
        new(16, "failures_known", change =>
        {
            // Successes were counted among all images, and distances were those of all images, failures with 0.
            change.Sql("UPDATE adversarial_sets SET wanted = successes;");
            // An image with several target classes was counted once before.
            change.Sql(
                "UPDATE adversarial_sets SET attacked = images - misclassified_before WHERE misclassified_before = 0 OR NOT EXISTS ("
                    + "SELECT 1 FROM job_inputs i JOIN adversarial_examples e ON e.job = i.input "
                    + "WHERE i.job = adversarial_sets.job AND e.draw > 0);");
            change.Sql(
                "UPDATE adversarial_sets SET successes = CASE WHEN successes = images THEN attacked "
                    + "WHEN misclassified_before = 0 THEN successes END WHERE successes IS NOT NULL;");
            change.Sql("UPDATE adversarial_sets SET failures = attacked - successes;");
            change.Sql(
                "UPDATE adversarial_sets SET mean_distortion_wanted = mean_distortion WHERE attack_class IS NULL "
                    + "OR attack_class <> 'minimal-norm' OR wanted = images;");
            change.Sql(
                "UPDATE adversarial_sets SET mean_distortion = NULL, median_distortion = NULL, mean_l2 = NULL, mean_linf = NULL "
                    + "WHERE attack_class = 'minimal-norm' AND (wanted < images OR misclassified_before > 0);");
        }),
        new(17, "verdicts", change =>
        {
            change.AllowNull<TransferCellRow>("adversarial_set");
            change.AddColumns<TransferCellRow>("clean_job", "no_class", "noise_errors");
            change.AddChecks<TransferCellRow>("no_class", "noise_errors");
            change.AddReferences<TransferCellRow>("clean_job");
            change.AddTable<VerdictBlockRow>();
            change.AddTable<VerdictImageRow>();
            change.AddTable<VerdictPlaceRecord>();
            change.Sql(VerdictSql.FillPlaces);
        }),
        new(18, "revisions", change =>
        {
            // The primary keys grow, which SQLite cannot do in place: both tables are made anew. What is there is revision 1.
            change.Sql("CREATE TABLE earlier_studies AS SELECT * FROM studies;");
            change.Sql("CREATE TABLE earlier_study_jobs AS SELECT * FROM study_jobs;");
            change.Sql("DROP TABLE study_jobs;");
            change.Sql("DROP TABLE studies;");
            change.AddTable<StudyRecord>();
            change.AddTable<StudyJobRecord>();
            change.Sql(
                "INSERT INTO studies (name, revision, title, definition, submitted_at, cancelled_at) "
                    + "SELECT name, 1, title, definition, submitted_at, cancelled_at FROM earlier_studies;");
            change.Sql(
                "INSERT INTO study_jobs (study, revision, position, job, kind, ordinal, table_name, model, source, attack, victim, data, "
                    + "replicate, borrowed) "
                    + "SELECT study, 1, position, job, kind, ordinal, table_name, model, source, attack, victim, data, replicate, "
                    + "borrowed FROM earlier_study_jobs;");
            change.Sql("DROP TABLE earlier_study_jobs;");
            change.Sql("DROP TABLE earlier_studies;");
        }),
        new(19, "memory", change => change.AddColumns<JobRecord>("memory_bytes")),
        new(20, "shares", change =>
        {
            change.AddColumns<StudyRecord>("priority");
            change.AddColumns<JobRecord>("lease_study", "leased_at");
            change.AddTable<ShareRecord>();
            change.AddTable<QuotaRecord>();
            change.AddTable<DeviceUsageRecord>();
        }),
        new(21, "silos", change => change.AddTable<SiloRecord>()),
    ];
}
