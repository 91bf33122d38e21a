namespace Experiments.Numerics.Tests;

/// <summary>Against SciPy's L-BFGS-B; the expected values were made by scipy_lbfgsb.py beside this file. Ours works in single
/// precision.</summary>
public sealed class BoxLbfgsSciPyTests
{
    [Theory]
    [InlineData("rosenbrock", 2, -2, 0.5, -1.2, 0.25, 60, new[] { 0.5, 0.25 })]
    [InlineData("rosenbrock", 2, -2, 2, -1.2, 0, 80, new[] { 1.0, 1.0 })]
    [InlineData(
        "rosenbrock", 10, 0, 0.8, 0.5, 6.001016394606179, 120,
        new[] { 0.8, 0.6658865, 0.4603336, 0.2244329, 0.0609974, 0.0138622, 0.0102972, 0.0102061 })]
    [InlineData("rosenbrock", 25, -1.5, 1.5, 0.2, 0, 350, new[] { 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0 })]
    [InlineData(
        "quadratic", 50, 0, 1, 0.5, -1.9743943965170496, 40,
        new[] { 0.1411879, 0.2823759, 0.2852042, 0.1185881, 0.0, 0.0, 0.0251669, 0.2152085 })]
    [InlineData("quadratic", 50, -0.1, 0.1, 0, -2.2546425740749565, 30, new[] { 0.05, 0.1, 0.1, 0.02352, -0.1, -0.1, -0.0465692, 0.1 })]
    [InlineData("quadratic", 784, 0, 0.2, 0, -28.406271910255057, 30, new[] { 0.1, 0.2, 0.2, 0.0901867, 0.0, 0.0, 0.0136713, 0.1807215 })]
    [InlineData(
        "log-sum-exp", 100, -0.5, 1, 0, 4.4634790043542285, 20,
        new[] { 0.0810442, -0.0014734, -0.1752875, -0.2808353, -0.2188616, -0.0478388, 0.0739225, 0.0369554 })]
    public void Advance_StandardProblem_ReachesSciPysSolution(
        string problem, int n, double lower, double upper, double start, double value, int maxEvaluations, double[] x)
    {
        var solver = new BoxLbfgs(n, history: 10, (float)lower, (float)upper);
        solver.Start([.. Enumerable.Repeat((float)start, n)]);

        var evaluations = BoxedProblems.Minimise(solver, BoxedProblems.ByName(problem), tolerance: 1e-5);

        Assert.InRange(solver.Value, value - 1e-5, value + 1e-5 * Math.Max(1, Math.Abs(value)));
        for (var i = 0; i < x.Length; i++)
        {
            Assert.Equal(x[i], solver.X[i], 2e-3);
        }
        Assert.InRange(evaluations, 1, maxEvaluations);
    }
}
