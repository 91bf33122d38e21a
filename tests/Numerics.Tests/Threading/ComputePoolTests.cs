namespace Experiments.Numerics.Tests;

public class ComputePoolTests
{
    private readonly struct CountVisits(int[] visits) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (var i = start; i < end; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        }
    }

    private readonly struct Meet(Barrier barrier, TimeSpan patience, int[] met) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            if (barrier.SignalAndWait(patience))
            {
                Interlocked.Increment(ref met[0]);
            }
        }
    }

    private readonly struct RecordThreads(HashSet<int> threads) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
            }
        }
    }

    private readonly struct ThrowAt(int item) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            if (start <= item && item < end)
            {
                throw new InvalidOperationException($"item {item}");
            }
        }
    }

    private readonly struct NestedLoop(ComputeThreads compute, int[] visits, int width, int[] strayThreads) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var threads = new HashSet<int>();
            for (var i = start; i < end; i++)
            {
                var row = new int[width];
                compute.For(width, 1, new CountVisits(row));
                compute.For(width, 1, new RecordThreads(threads));
                Interlocked.Add(ref visits[i], row.Sum());
            }

            threads.Remove(Environment.CurrentManagedThreadId);
            Interlocked.Add(ref strayThreads[0], threads.Count);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(17)]
    public void For_AnyCountAndGrain_VisitsEveryItemOnce(int threads)
    {
        using var compute = new ComputeThreads(threads);

        foreach (var count in new[] { 0, 1, 2, 3, 7, 64, 1000 })
        {
            foreach (var grain in new[] { 1, 2, 5, 64, 5000 })
            {
                var visits = new int[count];
                compute.For(count, grain, new CountVisits(visits));
                Assert.All(visits, v => Assert.Equal(1, v));
            }
        }
    }

    [Fact]
    public void For_ManyShortLoops_NeverLosesAnItem()
    {
        using var threads = new ComputeThreads(4);
        var visits = new int[16];

        for (var i = 0; i < 20_000; i++)
        {
            threads.For(visits.Length, 1, new CountVisits(visits));
        }

        Assert.All(visits, v => Assert.Equal(20_000, v));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void For_IdlePool_UsesAllItsThreads(int threads)
    {
        using var compute = new ComputeThreads(threads);
        using var barrier = new Barrier(threads);
        var met = new int[1];

        // Each piece waits until all threads are in one.
        compute.For(threads, 1, new Meet(barrier, TimeSpan.FromSeconds(60), met));

        Assert.Equal(threads, met[0]);
    }

    [Fact]
    public void For_OtherThreadsHaveEntered_RunsOnTheCallerAlone()
    {
        using var compute = new ComputeThreads(2);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            using var scope = compute.Enter();
            entered.Set();
            leave.Wait();
        });
        other.Start();
        entered.Wait();
        var threads = new HashSet<int>();

        using (compute.Enter())
        {
            for (var i = 0; i < 200; i++)
            {
                compute.For(100, 1, new RecordThreads(threads));
            }
        }

        leave.Set();
        other.Join();
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void For_OthersHaveLeft_UsesTheirCoresAgain()
    {
        using var threads = new ComputeThreads(2);
        var other = new Thread(() =>
        {
            using var scope = threads.Enter();
        });
        other.Start();
        other.Join();
        using var barrier = new Barrier(2);
        var met = new int[1];

        using (threads.Enter())
        {
            using var again = threads.Enter();
            threads.For(2, 1, new Meet(barrier, TimeSpan.FromSeconds(60), met));
        }

        Assert.Equal(2, met[0]);
    }

    [Fact]
    public void For_InsideABody_RunsInlineAndCompletely()
    {
        using var threads = new ComputeThreads(4);
        var visits = new int[40];
        var strayThreads = new int[1];

        threads.For(visits.Length, 1, new NestedLoop(threads, visits, 25, strayThreads));

        Assert.All(visits, v => Assert.Equal(25, v));
        Assert.Equal(0, strayThreads[0]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(4, 0)]
    [InlineData(4, 500)]
    [InlineData(4, 999)]
    public void For_BodyThrows_ThrowsAtTheCallerAndStaysUsable(int threads, int item)
    {
        using var compute = new ComputeThreads(threads);

        for (var i = 0; i < 50; i++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => compute.For(1000, 1, new ThrowAt(item)));
            Assert.Equal($"item {item}", error.Message);
        }

        var visits = new int[1000];
        compute.For(visits.Length, 3, new CountVisits(visits));
        Assert.All(visits, v => Assert.Equal(1, v));
    }

    [Fact]
    public void For_SeveralCallersAtOnce_EachGetsItsOwnWorkDone()
    {
        using var threads = new ComputeThreads(3);
        var totals = new int[4];
        var callers = Enumerable.Range(0, totals.Length).Select(caller => new Thread(() =>
        {
            var visits = new int[50];
            for (var i = 0; i < 2_000; i++)
            {
                if (i % 3 == 0)
                {
                    using var scope = threads.Enter();
                    threads.For(visits.Length, 2, new CountVisits(visits));
                }
                else
                {
                    threads.For(visits.Length, 1, new CountVisits(visits));
                }
            }

            totals[caller] = visits.Min() == 2_000 && visits.Max() == 2_000 ? 1 : 0;
        })).ToList();

        callers.ForEach(t => t.Start());
        callers.ForEach(t => t.Join());

        Assert.Equal([1, 1, 1, 1], totals);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void For_AfterWarmUp_AllocatesNothing(int threads)
    {
        using var compute = new ComputeThreads(threads);
        var visits = new int[64];
        compute.For(visits.Length, 1, new CountVisits(visits));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            compute.For(visits.Length, 1, new CountVisits(visits));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void For_AfterDispose_Throws()
    {
        var threads = new ComputeThreads(2);
        threads.For(10, 1, new CountVisits(new int[10]));

        threads.Dispose();
        threads.Dispose();

        Assert.Throws<ObjectDisposedException>(() => threads.For(10, 1, new CountVisits(new int[10])));
    }

    [Fact]
    public void Single_AfterDispose_StillWorks()
    {
        var visits = new int[3];

        ComputeThreads.Single.Dispose();
        ComputeThreads.Single.For(3, 1, new CountVisits(visits));

        Assert.Equal([1, 1, 1], visits);
    }

    [Fact]
    public void Arguments_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComputeThreads(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComputeThreads.Single.For(-1, 1, new CountVisits([])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComputeThreads.Single.For(1, 0, new CountVisits([0])));
    }
}
