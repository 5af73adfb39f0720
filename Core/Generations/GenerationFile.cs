using System.Collections.Immutable;
using System.Text.Json;
using PluginFramework.Loader.Locking;

namespace PluginFramework.Core.Generations;

/// <summary>The content of <c>generation.json</c>: what of a generation stands in no other file of its folder.</summary>
internal sealed record GenerationFile(
    int Format, int Number, DateTimeOffset At, string Actor, string Surface, string Summary, GenerationState State,
    ImmutableArray<string> Active, ImmutableArray<string> Unwell, int? Previous = null, string? Reason = null, ImmutableArray<string>? Waiting = null)
{
    public const string Name = "generation.json";
    public const int CurrentFormat = 1;

    public static byte[] Write(Generation generation) => JsonSerializer.SerializeToUtf8Bytes(
        new(CurrentFormat, generation.Number, generation.At, generation.Actor, generation.Surface, generation.Summary, generation.State,
            generation.Active, generation.Unwell, generation.Previous, generation.Reason, generation.Waiting.IsEmpty ? null : generation.Waiting),
        GenerationJson.Default.GenerationFile);

    /// <exception cref="InvalidDataException">It is damaged, of a newer format, or of another generation.</exception>
    public static GenerationFile Read(string path, int number)
    {
        var file = GenerationJson.Read(path, GenerationJson.Default.GenerationFile, "Restore it from a backup, or delete its folder if it is not in force.");
        if (file.Format != CurrentFormat) throw new InvalidDataException($"{path} has the format {file.Format}, and this program knows {CurrentFormat}. Use the program that wrote it.");
        return file.Number == number ? file
            : throw new InvalidDataException($"{path} is damaged: it says it is generation {file.Number}. Restore it from a backup, or delete its folder if it is not in force.");
    }

    public Generation With(PluginLockFile installed, byte[] configuration) => new(Number, installed, Summary)
    {
        Previous = Previous, At = At, Actor = Actor, Surface = Surface, State = State, Reason = Reason, Configuration = configuration,
        Active = Active, Unwell = Unwell, Waiting = Waiting ?? [],
    };
}
