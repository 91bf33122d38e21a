namespace Experiments.Numerics;

/// <summary>What a pooling makes of the values in its window.</summary>
public enum PoolingKind
{
    /// <summary>The largest; NaN if there is one. Of equal ones, the first takes the gradient.</summary>
    Max,

    /// <summary>Their sum divided by the size of the whole window: padding counts as zeros.</summary>
    Average,

    /// <summary>sqrt(epsilon + the sum of their squares). Q. V. Le et al., "Building high-level features using large scale unsupervised
    /// learning", 2012, arXiv:1112.6209.</summary>
    L2,
}
