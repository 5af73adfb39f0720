using System.Collections.Concurrent;
using System.Text;
using PluginFramework.TestUtilities;

namespace PluginFramework.Benchmarks.Plugins;

/// <summary>
/// Plugins as they might be found, in groups of ten that know each other: each exports a bot under a name of its own; every third imports
/// the one before it, one in ten imports its group as many, and one in ten watches its group live.
/// </summary>
internal static class PluginMix
{
    /// <summary>The largest set that is made.</summary>
    public const int Largest = 1000;

    // Stand for names of the same length, which are written over them: a thousand compilations would take minutes.
    private const string Own = "bot-77777";
    private const string Previous = "bot-88888";
    private const string Group = "group-9999";

    private static readonly ConcurrentDictionary<(bool, bool, bool, bool), Lazy<byte[]>> Kinds = new();

    public static string IdOf(int index) => $"bot-{index:D5}";

    public static string GroupOf(int index) => $"group-{index / 10:D4}";

    public static bool IsInGroup(int index) => index % 10 is 0 or 1 or 4;

    public static bool ImportsPrevious(int index) => index % 3 == 2;

    public static bool ImportsGroup(int index) => index % 10 == 6;

    public static bool WatchesGroup(int index) => index % 10 == 9;

    /// <summary>Writes a plugin into a folder of its own.</summary>
    public static void Write(int index, string directory)
    {
        var kind = (IsInGroup(index), ImportsPrevious(index), ImportsGroup(index), WatchesGroup(index));
        var image = Kinds.GetOrAdd(kind, _ => new(() => SourceLike(index).Compile())).Value.ToArray();
        Replace(image, Own, IdOf(index));
        if (ImportsPrevious(index)) Replace(image, Previous, IdOf(index - 1));
        Replace(image, Group, GroupOf(index));
        var folder = Directory.CreateDirectory(Path.Combine(directory, IdOf(index))).FullName;
        File.WriteAllBytes(Path.Combine(folder, IdOf(index) + ".dll"), image);
    }

    private static PluginSource SourceLike(int index)
    {
        List<string> parameters = ["IPluginContext context"];
        List<string> uses = ["context.Id.Length"];
        if (ImportsPrevious(index))
        {
            parameters.Add($"[Import(\"{Previous}\")] IChatBot previous");
            uses.Add("previous.Name.Length");
        }

        if (ImportsGroup(index))
        {
            parameters.Add($"[ImportMany(\"{Group}\")] IEnumerable<IChatBot> group");
            uses.Add("group.Count()");
        }

        if (WatchesGroup(index))
        {
            parameters.Add($"[Import(\"{Group}\")] ILiveExports<IChatBot> live");
            uses.Add("live.Current.Length");
        }

        return PluginSource.Plugin(Own, $$"""
            namespace Generated;

            [Export("{{Own}}", typeof(IChatBot)){{(IsInGroup(index) ? $", Export(\"{Group}\", typeof(IChatBot))" : "")}}, Shared]
            [method: ImportingConstructor]
            public sealed class Bot({{string.Join(", ", parameters)}}) : IChatBot
            {
                public string Name => "{{Own}}";
                public string Description => ({{string.Join(" + ", uses)}}).ToString();
                public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """);
    }

    private static void Replace(byte[] image, string from, string to)
    {
        // Names of metadata are UTF-8, literals of code UTF-16.
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode])
        {
            var (old, replacement) = (encoding.GetBytes(from), encoding.GetBytes(to));
            for (var rest = image.AsSpan(); rest.IndexOf(old) is >= 0 and var at; rest = rest[(at + old.Length)..]) replacement.CopyTo(rest[at..]);
        }
    }
}
