using PluginFramework.Network;

namespace PluginFramework.Identity.Tests;

/// <summary>A checker that answers what a test says.</summary>
internal sealed class FakeChecker(Func<Credential, Task<CredentialCheck>> answer) : ICredentialChecker
{
    public int Calls { get; private set; }

    public async ValueTask<CredentialCheck> CheckAsync(Credential credential, ClientInfo client, CancellationToken cancellationToken = default)
    {
        Calls++;
        return await answer(credential);
    }
}
