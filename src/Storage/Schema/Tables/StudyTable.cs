namespace Experiments.Storage;

internal sealed class StudyTable() : Table<StudyRecord>("studies", nameof(StudyRecord.Name));
