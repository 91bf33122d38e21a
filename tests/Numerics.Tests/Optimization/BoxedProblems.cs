namespace Experiments.Numerics.Tests;

/// <summary>Standard smooth functions with their gradients, evaluated in double precision. The same as in scipy_lbfgsb.py.</summary>
internal static class BoxedProblems
{
    public delegate double Function(ReadOnlySpan<float> x, Span<double> gradient);

    public static Function ByName(string name) => name switch
    {
        "rosenbrock" => Rosenbrock,
        "quadratic" => Quadratic,
        "log-sum-exp" => LogSumExp,
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static double Rosenbrock(ReadOnlySpan<float> x, Span<double> gradient)
    {
        gradient.Clear();
        var sum = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var (d, e) = (x[i + 1] - (double)x[i] * x[i], 1.0 - x[i]);
            sum += 100 * d * d + e * e;
            gradient[i] += -400 * x[i] * d - 2 * e;
            gradient[i + 1] += 200 * d;
        }

        return sum;
    }

    public static double Quadratic(ReadOnlySpan<float> x, Span<double> gradient)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
        {
            sum += ((double)x[i] - Math.Sin(i)) * x[i];
            gradient[i] = 2.0 * x[i] - Math.Sin(i);
        }

        for (var i = 0; i + 1 < x.Length; i++)
        {
            var d = (double)x[i] - x[i + 1];
            sum += d * d;
            gradient[i] += 2 * d;
            gradient[i + 1] -= 2 * d;
        }

        return sum;
    }

    public static double LogSumExp(ReadOnlySpan<float> x, Span<double> gradient)
    {
        var (terms, sum) = (0.0, 0.0);
        foreach (var value in x)
        {
            terms += Math.Exp(value);
        }
        for (var i = 0; i < x.Length; i++)
        {
            var a = 2 * Math.Cos(i) / x.Length;
            sum += (0.05 * x[i] - a) * x[i];
            gradient[i] = Math.Exp(x[i]) / terms - a + 0.1 * x[i];
        }

        return sum + Math.Log(terms);
    }

    /// <summary>Drives the optimiser until its projected gradient norm is below the tolerance, it has nowhere to go, or the evaluations are
    /// used up.</summary>
    /// <returns>How often the function was evaluated.</returns>
    public static int Minimise(BoxLbfgs solver, Function function, double tolerance, int maxEvaluations = 2000)
    {
        var gradient = new double[solver.Length];
        for (var evaluations = 1; ; evaluations++)
        {
            var value = function(solver.Trial, gradient);
            var step = solver.Advance(value, Array.ConvertAll(gradient, g => (float)g));
            if (step == LbfgsStep.Stalled || evaluations == maxEvaluations)
            {
                return evaluations;
            }
            if (step == LbfgsStep.Accepted && (solver.ProjectedGradientNorm <= tolerance || !solver.Propose()))
            {
                return evaluations;
            }
        }
    }
}
