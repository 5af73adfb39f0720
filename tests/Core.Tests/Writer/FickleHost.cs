using System.Collections.Immutable;

namespace PluginFramework.Core.Generations.Writer;

/// <summary>Finds every third generation unwell.</summary>
internal sealed class FickleHost : IGenerationHost
{
    public bool IsRunning => true;

    public ImmutableArray<string> Active => ["p"];

    public CancellationToken Stopping => CancellationToken.None;

    public void Check(ReadOnlyMemory<byte> configuration)
    {
        // Whatever the writer writes will do.
    }

    public Task<ImmutableSortedDictionary<string, string>> TakeAsync(Generation generation, IReadOnlyCollection<string> touched) =>
        Task.FromResult(ImmutableSortedDictionary<string, string>.Empty);

    public Task<ImmutableSortedDictionary<string, string>> JudgeAsync(Generation generation, IReadOnlyCollection<string> touched, IReadOnlyCollection<string> active) =>
        Task.FromResult(generation.Number % 3 == 0 ? ImmutableSortedDictionary<string, string>.Empty.Add("p", "It is a third one.") : ImmutableSortedDictionary<string, string>.Empty);
}
