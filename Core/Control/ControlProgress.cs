namespace PluginFramework.Core.Control;

/// <summary>How far an act is.</summary>
/// <param name="Label">What is being done.</param>
/// <param name="Fraction">How much of it is done, 0 to 1; <see langword="null"/>: not known.</param>
internal sealed record ControlProgress(string Label, double? Fraction);
