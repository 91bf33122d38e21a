// What the pipeline costs beside the computation, and what a second worker brings.
//   dotnet run -c Release --project benchmarks/PipelineCost -- overhead studies/szegedy2013.json
// dotnet run -c Release --project benchmarks/PipelineCost -- workers studies/szegedy2013.json postgres://…/first postgres://…/second
// postgres://…/third postgres://…/fourth "overhead" runs the study as `experiments run` does, one job at a time on one thread, then every
// job of it again without ledger, engine and commits. "workers" times one worker process of one thread, then two of them on one database,
// then two on two: the most that the machine gives. Four empty databases.
using System.Globalization;
using Experiments.PipelineCost;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return args switch
{
    ["overhead", var study] => await Overhead.RunAsync(study),
    ["workers", var study, var first, var second, var third, var fourth] => await Workers.RunAsync(study, first, second, third, fourth),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "arguments: overhead STUDY.json | workers STUDY.json postgres://…/first postgres://…/second "
            + "postgres://…/third postgres://…/fourth");
    return 2;
}
