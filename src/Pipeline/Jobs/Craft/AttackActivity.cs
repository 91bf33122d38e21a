using Experiments.Attacks;
using Experiments.Pipeline.Jobs.Running;
using Experiments.Ports;

namespace Experiments.Pipeline.Jobs.Craft;

/// <summary>Says how far an attack is.</summary>
internal sealed class AttackActivity(JobContext context) : IProgress<AttackProgress>
{
    public void Report(AttackProgress value) => context.Report(new JobActivity(value.Done, value.Total, JobActivity.Images, null));
}
