using PluginFramework.TestUtilities;

namespace PluginFramework.Benchmarks.Plugins;

/// <summary>Twenty plugins: one that three others import, those three, and sixteen that stand alone.</summary>
internal static class ReloadPlugins
{
    public const int Count = 20;
    public const string Provider = "hub";
    public const string Leaf = "leaf-1";

    public static IEnumerable<PluginSource> Sources =>
    [
        Bot(Provider, ""),
        .. Enumerable.Range(1, 3).Select(number => Bot($"spoke-{number}", $"[Import(\"{Provider}\")] IChatBot hub")),
        .. Enumerable.Range(1, Count - 4).Select(number => Bot($"leaf-{number}", "IPluginContext context")),
    ];

    private static PluginSource Bot(string id, string parameter) => PluginSource.Plugin(id, $$"""
        [Export("{{id}}", typeof(IChatBot)), Shared]
        [method: ImportingConstructor]
        public sealed class Bot({{parameter}}) : IChatBot
        {
            private readonly object? _import = {{(parameter.Length > 0 ? parameter.Split(' ')[^1] : "null")}};
            public string Name => "{{id}}";
            public string Description => _import?.ToString() ?? "";
            public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);
}
