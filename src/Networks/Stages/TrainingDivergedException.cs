using System.Globalization;

namespace Experiments.Networks;

/// <summary>A training has left the finite numbers: no further step leads back, and the same training would do it again.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    /// <param name="stage">As reports name it.</param>
    /// <param name="epoch">Counted from 1 within the stage.</param>
    /// <param name="learningRate">As the options have it.</param>
    /// <param name="quantity">What is no finite number: the loss, a weight.</param>
    /// <param name="value">What it is instead.</param>
    public TrainingDivergedException(string stage, int epoch, double learningRate, string quantity, double value)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{quantity} is {value} in epoch {epoch} of stage {stage}; it must be finite: the training diverged "
                + $"(learningRate is {learningRate})."))
    {
        Stage = stage;
        Epoch = epoch;
    }

    /// <summary><c>classifier</c>, <c>autoencoder</c>.</summary>
    public string Stage { get; }

    /// <summary>Counted from 1 within the stage.</summary>
    public int Epoch { get; }
}
