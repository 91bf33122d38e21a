namespace Experiments.Client;

/// <summary>The options that every verb has.</summary>
/// <param name="Home">Folder of the database, the artifacts and the pictures; absolute.</param>
/// <param name="DataFolder">Searched for data sets besides the usual places; null for none; absolute.</param>
/// <param name="Quiet">No progress.</param>
/// <param name="Json">Results as JSON.</param>
/// <param name="Colour">Colours are wanted.</param>
/// <param name="Verbose">Unexpected errors with their stack.</param>
internal sealed record ClientSettings(string Home, string? DataFolder, bool Quiet, bool Json, bool Colour, bool Verbose);
