using System.Collections.Immutable;
using PluginFramework.Shell.Text;

namespace PluginFramework.Shell.Commands;

/// <summary>A command of the shell itself.</summary>
/// <param name="Name">The word to type.</param>
/// <param name="Usage">What may follow it.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="RunAsync">Does it: takes the words after the name.</param>
internal sealed record Builtin(string Name, string Usage, string Summary, Func<ImmutableArray<Word>, CancellationToken, Task<int>> RunAsync);
