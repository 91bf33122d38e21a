namespace Experiments.Storage;

internal sealed class WorkerTable() : Table<WorkerRecord>("workers", nameof(WorkerRecord.Id));
