namespace Experiments.Attacks;

/// <summary>The options of one kind of attack: a plain record whose members all change the result. What only changes how fast it is
/// computed (<see cref="AttackInput.Slots"/>, threads) is no option.</summary>
public abstract record AttackOptions;
