using PluginFramework.Identity;
using PluginFramework.Network;

namespace PluginFramework.Prompt.Tests;

internal sealed class PromptEngineFake : IPromptEngine
{
    public List<PromptSessionFake> Sessions { get; } = [];

    public Func<string, PromptResult> Answer { get; set; } = code => new PromptResult.Completed(new PromptValue.Scalar("string", code));

    public Exception? Refusal { get; set; }

    public ValueTask<IPromptSession> OpenAsync(Principal principal, ClientInfo client, CancellationToken cancellationToken = default)
    {
        if (Refusal is not null) throw Refusal;
        var session = new PromptSessionFake(this, principal);
        Sessions.Add(session);
        return new(session);
    }
}
