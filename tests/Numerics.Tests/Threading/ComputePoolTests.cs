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

    private readonly struct NestedLoop(ComputePool pool, int[] visits, int width, int[] strayThreads) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var threads = new HashSet<int>();
            for (var i = start; i < end; i++)
            {
                var row = new int[width];
                pool.For(width, 1, new CountVisits(row));
                pool.For(width, 1, new RecordThreads(threads));
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
        using var pool = new ComputePool(threads);

        foreach (var count in new[] { 0, 1, 2, 3, 7, 64, 1000 })
        {
            foreach (var grain in new[] { 1, 2, 5, 64, 5000 })
            {
                var visits = new int[count];
                pool.For(count, grain, new CountVisits(visits));
                Assert.All(visits, v => Assert.Equal(1, v));
            }
        }
    }

    [Fact]
    public void For_ManyShortLoops_NeverLosesAnItem()
    {
        using var pool = new ComputePool(4);
        var visits = new int[16];

        for (var i = 0; i < 20_000; i++)
        {
            pool.For(visits.Length, 1, new CountVisits(visits));
        }

        Assert.All(visits, v => Assert.Equal(20_000, v));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void For_IdlePool_UsesAllItsThreads(int threads)
    {
        using var pool = new ComputePool(threads);
        using var barrier = new Barrier(threads);
        var met = new int[1];

        // Each piece waits until all threads are in one.
        pool.For(threads, 1, new Meet(barrier, TimeSpan.FromSeconds(60), met));

        Assert.Equal(threads, met[0]);
    }

    [Fact]
    public void For_OtherThreadsHaveEntered_RunsOnTheCallerAlone()
    {
        using var pool = new ComputePool(2);
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var other = new Thread(() =>
        {
            using var scope = pool.Enter();
            entered.Set();
            leave.Wait();
        });
        other.Start();
        entered.Wait();
        var threads = new HashSet<int>();

        using (pool.Enter())
        {
            for (var i = 0; i < 200; i++)
            {
                pool.For(100, 1, new RecordThreads(threads));
            }
        }

        leave.Set();
        other.Join();
        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void For_OthersHaveLeft_UsesTheirCoresAgain()
    {
        using var pool = new ComputePool(2);
        var other = new Thread(() =>
        {
            using var scope = pool.Enter();
        });
        other.Start();
        other.Join();
        using var barrier = new Barrier(2);
        var met = new int[1];

        using (pool.Enter())
        {
            using var again = pool.Enter();
            pool.For(2, 1, new Meet(barrier, TimeSpan.FromSeconds(60), met));
        }

        Assert.Equal(2, met[0]);
    }

    [Fact]
    public void For_InsideABody_RunsInlineAndCompletely()
    {
        using var pool = new ComputePool(4);
        var visits = new int[40];
        var strayThreads = new int[1];

        pool.For(visits.Length, 1, new NestedLoop(pool, visits, 25, strayThreads));

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
        using var pool = new ComputePool(threads);

        for (var i = 0; i < 50; i++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => pool.For(1000, 1, new ThrowAt(item)));
            Assert.Equal($"item {item}", error.Message);
        }

        var visits = new int[1000];
        pool.For(visits.Length, 3, new CountVisits(visits));
        Assert.All(visits, v => Assert.Equal(1, v));
    }

    [Fact]
    public void For_SeveralCallersAtOnce_EachGetsItsOwnWorkDone()
    {
        using var pool = new ComputePool(3);
        var totals = new int[4];
        var callers = Enumerable.Range(0, totals.Length).Select(caller => new Thread(() =>
        {
            var visits = new int[50];
            for (var i = 0; i < 2_000; i++)
            {
                if (i % 3 == 0)
                {
                    using var scope = pool.Enter();
                    pool.For(visits.Length, 2, new CountVisits(visits));
                }
                else
                {
                    pool.For(visits.Length, 1, new CountVisits(visits));
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
        using var pool = new ComputePool(threads);
        var visits = new int[64];
        pool.For(visits.Length, 1, new CountVisits(visits));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1_000; i++)
        {
            pool.For(visits.Length, 1, new CountVisits(visits));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void For_AfterDispose_Throws()
    {
        var pool = new ComputePool(2);
        pool.For(10, 1, new CountVisits(new int[10]));

        pool.Dispose();
        pool.Dispose();

        Assert.Throws<ObjectDisposedException>(() => pool.For(10, 1, new CountVisits(new int[10])));
    }

    [Fact]
    public void Single_AfterDispose_StillWorks()
    {
        var visits = new int[3];

        ComputePool.Single.Dispose();
        ComputePool.Single.For(3, 1, new CountVisits(visits));

        Assert.Equal([1, 1, 1], visits);
    }

    [Fact]
    public void Arguments_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComputePool(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComputePool.Single.For(-1, 1, new CountVisits([])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ComputePool.Single.For(1, 0, new CountVisits([0])));
    }
}
