namespace Experiments.Numerics.Tests;

public sealed class BoxLbfgsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(784)]
    public void Advance_SeparableQuadraticOfAnyLength_IsTheClippedMinimiser(int n)
    {
        var centre = TestData.Uniform(n, 1);
        var solver = new BoxLbfgs(n, history: 5, 0.25f, 0.75f);
        solver.Start([.. Enumerable.Repeat(0.5f, n)]);

        BoxedProblems.Minimise(solver, Separable, tolerance: 1e-6);

        for (var i = 0; i < n; i++)
        {
            Assert.Equal(Math.Clamp(centre[i], 0.25f, 0.75f), solver.X[i], 1e-5f);
        }

        double Separable(ReadOnlySpan<float> x, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                var curvature = 1 + i % 5;
                sum += 0.5 * curvature * (x[i] - centre[i]) * (x[i] - centre[i]);
                gradient[i] = curvature * (x[i] - (double)centre[i]);
            }

            return sum;
        }
    }

    [Fact]
    public void Advance_AtTheSolution_MeetsTheFirstOrderConditions()
    {
        var solver = new BoxLbfgs(50, history: 6, -0.1f, 0.1f);
        solver.Start(new float[50]);

        BoxedProblems.Minimise(solver, BoxedProblems.Quadratic, tolerance: 1e-5);

        var gradient = new double[50];
        BoxedProblems.Quadratic(solver.X, gradient);
        var atBounds = 0;
        for (var i = 0; i < 50; i++)
        {
            if (solver.X[i] == -0.1f)
            {
                Assert.True(gradient[i] > 0, $"x[{i}] at its lower bound");
            }
            else if (solver.X[i] == 0.1f)
            {
                Assert.True(gradient[i] < 0, $"x[{i}] at its upper bound");
            }
            else
            {
                Assert.Equal(0, gradient[i], 1e-5);
            }
            atBounds += Math.Abs(solver.X[i]) == 0.1f ? 1 : 0;
        }

        Assert.InRange(atBounds, 10, 40);
    }

    [Fact]
    public void Advance_EveryTrial_IsInTheBox()
    {
        var solver = new BoxLbfgs(10, history: 4, 0f, 0.8f);
        solver.Start([.. Enumerable.Repeat(0.5f, 10)]);

        BoxedProblems.Minimise(solver, Checked, tolerance: 1e-5);

        static double Checked(ReadOnlySpan<float> x, Span<double> gradient)
        {
            foreach (var value in x)
            {
                Assert.InRange(value, 0f, 0.8f);
            }
            return BoxedProblems.Rosenbrock(x, gradient);
        }
    }

    [Fact]
    public void Weight_QuadraticTermByItself_EqualsTheSumWrittenOut()
    {
        const double weight = 0.7;
        float[] centre = [.. TestData.Uniform(30, 3).Select(u => 0.5f + 0.4f * u)];
        var separate = new BoxLbfgs(30, history: 8, 0f, 1f) { Weight = weight };
        var whole = new BoxLbfgs(30, history: 8, 0f, 1f);
        separate.Start(centre);
        whole.Start(centre);

        BoxedProblems.Minimise(separate, BoxedProblems.Quadratic, tolerance: 1e-5);
        BoxedProblems.Minimise(whole, Sum, tolerance: 1e-5);

        Assert.Equal(whole.Value, separate.Value, 5);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(whole.X[i], separate.X[i], 1e-4f);
        }

        double Sum(ReadOnlySpan<float> x, Span<double> gradient)
        {
            var sum = BoxedProblems.Quadratic(x, gradient);
            for (var i = 0; i < x.Length; i++)
            {
                var r = (double)x[i] - centre[i];
                sum += weight * r * r;
                gradient[i] += 2 * weight * r;
            }

            return sum;
        }
    }

    /// <summary>The point is where it starts; the centre stays what the weight pulls to.</summary>
    [Fact]
    public void Start_AtAPointBesideTheCentre_IsAskedThereAndEndsAtTheSameMinimum()
    {
        float[] centre = [.. TestData.Uniform(30, 3).Select(u => 0.5f + 0.4f * u)];
        var (near, far) = (new BoxLbfgs(30, history: 8, 0f, 1f) { Weight = 0.7 }, new BoxLbfgs(30, history: 8, 0f, 1f) { Weight = 0.7 });
        near.Start(centre);
        far.Start(centre, [.. Enumerable.Repeat(2f, 30)]);
        Assert.All(far.Trial.ToArray(), value => Assert.Equal(1f, value));

        BoxedProblems.Minimise(near, BoxedProblems.Quadratic, tolerance: 1e-5);
        BoxedProblems.Minimise(far, BoxedProblems.Quadratic, tolerance: 1e-5);

        Assert.Equal(near.Value, far.Value, 5);
        Assert.Equal(near.SquaredDistance, far.SquaredDistance, 1e-4);
    }

    [Fact]
    public void Weight_ChangedBetweenSolves_ReachesTheNewSolutionInFewerEvaluations()
    {
        float[] centre = [.. TestData.Uniform(100, 4).Select(u => 0.5f + 0.5f * u)];
        var warm = new BoxLbfgs(100, history: 6, -1f, 1f) { Weight = 0.05 };
        var cold = new BoxLbfgs(100, history: 6, -1f, 1f) { Weight = 0.04 };
        warm.Start(centre);
        cold.Start(centre);
        BoxedProblems.Minimise(warm, BoxedProblems.LogSumExp, tolerance: 1e-5);
        var coldEvaluations = BoxedProblems.Minimise(cold, BoxedProblems.LogSumExp, tolerance: 1e-5);

        warm.Weight = 0.04;
        warm.Measure();
        Assert.True(warm.ProjectedGradientNorm > 1e-4);
        Assert.True(warm.Propose());
        var warmEvaluations = BoxedProblems.Minimise(warm, BoxedProblems.LogSumExp, tolerance: 1e-5);

        Assert.Equal(cold.Value, warm.Value, 5);
        Assert.True(warmEvaluations < coldEvaluations, $"{warmEvaluations} warm, {coldEvaluations} cold");
    }

    [Fact]
    public void Advance_TrialThatRaisesTheObjective_IsShortenedAndXStays()
    {
        var solver = new BoxLbfgs(1, history: 3, 0f, 100f) { Weight = 0.01 };
        solver.Start([10f]);
        Assert.Equal(LbfgsStep.Accepted, solver.Advance(5, [1f]));
        Assert.True(solver.Propose());
        var first = solver.Trial[0];

        var step = solver.Advance(1000, [1f]);

        Assert.Equal(LbfgsStep.Shortened, step);
        Assert.Equal(10f, solver.X[0]);
        Assert.InRange(solver.Trial[0], first + 0.1f, 10f);
        Assert.Equal(0, solver.Iterations);
    }

    [Fact]
    public void Advance_NothingLowersTheObjective_Stalls()
    {
        var solver = new BoxLbfgs(1, history: 3, 0f, 100f) { Weight = 0.01 };
        solver.Start([10f]);
        solver.Advance(5, [1f]);
        solver.Propose();

        var steps = 0;
        while (solver.Advance(1000, [1f]) == LbfgsStep.Shortened)
        {
            steps++;
        }

        Assert.InRange(steps, 5, 30);
        Assert.Equal(10f, solver.X[0]);
    }

    [Fact]
    public void Advance_LossThatBendsDown_KeepsDescending()
    {
        var solver = new BoxLbfgs(20, history: 5, -3f, 3f) { Weight = 0.1 };
        solver.Start([.. TestData.Uniform(20, 5)]);

        BoxedProblems.Minimise(solver, Concave, tolerance: 1e-4);

        // -cos bends down beyond a quarter turn; with the quadratic term every variable ends at a stationary point of its own.
        Assert.InRange(solver.ProjectedGradientNorm, 0, 1e-4);

        static double Concave(ReadOnlySpan<float> x, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                sum += Math.Cos(2 * x[i]);
                gradient[i] = -2 * Math.Sin(2 * x[i]);
            }

            return sum;
        }
    }

    [Fact]
    public void Start_UsedBefore_ForgetsThePreviousProblem()
    {
        var centre = TestData.Uniform(40, 7);
        var used = new BoxLbfgs(40, history: 5, -1f, 1f) { Weight = 0.3 };
        used.Start(TestData.Uniform(40, 8));
        BoxedProblems.Minimise(used, BoxedProblems.Rosenbrock, tolerance: 1e-2);
        var fresh = new BoxLbfgs(40, history: 5, -1f, 1f) { Weight = 0.3 };

        used.Start(centre);
        fresh.Start(centre);
        var evaluations = BoxedProblems.Minimise(used, BoxedProblems.Quadratic, tolerance: 1e-4);

        Assert.Equal(BoxedProblems.Minimise(fresh, BoxedProblems.Quadratic, tolerance: 1e-4), evaluations);
        Assert.Equal(TestData.Bits(fresh.X), TestData.Bits(used.X));
    }

    [Fact]
    public void Advance_AnyNumberOfSteps_AllocatesNothing()
    {
        var solver = new BoxLbfgs(784, history: 5, 0f, 1f) { Weight = 0.1 };
        var gradient = TestData.Uniform(784, 9);
        solver.Start(new float[784]);
        Steps(3);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Steps(50);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Steps(int count)
        {
            for (var i = 0; i < count; i++)
            {
                if (solver.Advance(100 - i, gradient) == LbfgsStep.Accepted)
                {
                    solver.Propose();
                }
            }
        }
    }

    [Fact]
    public void Constructor_EmptyBox_SaysTheRule()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new BoxLbfgs(3, 5, 1f, 0f));

        Assert.StartsWith("upper is 0; it must be finite and above lower, which is 1.", error.Message, StringComparison.Ordinal);
    }
}
