using System.Composition.Hosting;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Passkeys;
using PluginFramework.Network;
using PluginFramework.Panels;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;
using PluginFramework.Web;

namespace PluginFramework.Identity.Tests;

public sealed class CompositionTests
{
    [Fact]
    public void Plugin_OverWhatAHostProvides_Composes()
    {
        using var context = new TestPluginContext("identity");
        using var host = new ContainerConfiguration()
            .WithAssembly(typeof(Authenticator).Assembly)
            .WithExport<IPluginContext>(context)
            .WithExport<IAuditLog>(new RecordingAuditLog())
            .WithExport<IUserStore>(new InMemoryUserStore())
            .WithExport<IConnectionCatalog>(new FakeConnections())
            .WithExport<ILiveExports<IWebSessions>>(new LiveExportsFake<IWebSessions>())
            .WithExport<IPluginManager>(new FakePluginManager())
            .WithExport<ILiveExports<IUserStore>>(new LiveExportsFake<IUserStore>())
            .WithExport<ILiveExports<ICredentialChecker>>(new LiveExportsFake<ICredentialChecker>())
            .WithExport<ILiveExports<ISecretScheme>>(new LiveExportsFake<ISecretScheme>())
            .WithExport<ILiveExports<IUserObserver>>(new LiveExportsFake<IUserObserver>())
            .CreateContainer();
        host.GetExport<IAuthenticator>().ShouldBeSameAs(host.GetExport<IAuthenticator>());
        host.GetExport<IUserManager>().ShouldBeOfType<UserManager>();
        host.GetExports<ICredentialChecker>().Select(checker => checker.GetType()).ShouldBe([typeof(PasswordChecker), typeof(KeyChecker), typeof(PasskeyChecker)], ignoreOrder: true);
        host.GetExport<IUserPasskeys>().ShouldBeOfType<UserPasskeys>();
        host.GetExport<IAccountKeys>().ShouldBeOfType<AccountKeys>();
        host.GetExports<IPanel>().Count().ShouldBe(6);
        host.GetExports<ISecretScheme>().Select(scheme => scheme.Name).ShouldBe(["argon2id", "scram-sha-256"], ignoreOrder: true);
        host.GetExports<ISaslMechanism>().Select(mechanism => mechanism.Name)
            .ShouldBe(["EXTERNAL", "SCRAM-SHA-256", "PLAIN", "LOGIN"], ignoreOrder: true);
    }
}
