using System.ComponentModel.DataAnnotations;

namespace Experiments.Settings;

/// <summary>Options that can be valid and yet not what their author meant.</summary>
public interface IWarnedOptions
{
    /// <summary>What looks wrong, with the members that it is about. Asked of valid options only.</summary>
    IEnumerable<ValidationResult> Warnings();
}
