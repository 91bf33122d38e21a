using System.Globalization;
using Experiments.Contracts;

namespace Experiments.Storage;

/// <summary>The SQL of studies and their revisions. The study's name is the parameter <c>@study</c>; numbers of revisions are written
/// out.</summary>
internal static class StudySql
{
    /// <summary>The number of the revision, as an expression.</summary>
    internal static string Revision(StudyAddress study) =>
        study.Revision?.ToString(CultureInfo.InvariantCulture)
        ?? "(SELECT t.revision FROM studies t WHERE t.name = @study AND t.superseded_at IS NULL)";

    /// <summary>A query of the keys of its jobs.</summary>
    internal static string Jobs(StudyAddress study) =>
        $"SELECT job FROM study_jobs WHERE study = @study AND revision = {Revision(study)}";
}
