using PluginFramework.TestUtilities;

namespace PluginFramework.Benchmarks.Plugins;

/// <summary>A callee, a caller in another plugin, and a plugin that has both in its one assembly.</summary>
internal static class CallPlugins
{
    /// <summary>How often the caller calls when its <c>Description</c> is asked for.</summary>
    public const int Calls = 1000;

    /// <summary>The caller imports what another plugin exports.</summary>
    public static IReadOnlyCollection<PluginSource> Across => [PluginSource.Plugin("callee", Callee), PluginSource.Plugin("caller", Caller)];

    /// <summary>The caller imports what its own assembly exports.</summary>
    public static IReadOnlyCollection<PluginSource> Within => [PluginSource.Plugin("caller", Caller + Callee)];

    private const string Callee = """

        [Export("callee", typeof(IChatBot)), Shared]
        public sealed class Callee : IChatBot
        {
            public string Name => "callee";
            public string Description => "";
            public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    private static string Caller => $$"""
        [Export(typeof(IChatBot)), Shared]
        [method: ImportingConstructor]
        public sealed class Caller([Import("callee")] IChatBot callee) : IChatBot
        {
            public string Name => "caller";
            public string Description
            {
                get
                {
                    var sum = 0;
                    for (var i = 0; i < {{Calls}}; i++) sum += callee.Name.Length;
                    return sum > 0 ? Name : "";
                }
            }
            public Task OnMessageAsync(ChatBotMessage message, IChatReply reply, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;
}
