using PluginFramework.Identity;
using PluginFramework.Identity.Changes;
using PluginFramework.Identity.Keys;
using PluginFramework.Identity.Passkeys;
using PluginFramework.Identity.Removal;
using PluginFramework.Identity.Sessions;
using PluginFramework.Plugins;
using PluginFramework.TestUtilities;
using PluginFramework.Web;

namespace PluginFramework.ControlPanel.Tests.Support;

/// <summary>The panels of users as the identity plugin has them, over the test's users.</summary>
internal static class TestIdentity
{
    public static UserPanel UserPanel(TestUsers users, IUserInvitations invitations, IWebSessions browsers)
    {
        var (context, gate) = (new TestPluginContext("identity"), new ChangeGate());
        var changes = Changes(users, context);
        var removed = new RemovedUsers(users.Store, gate, changes, context);
        var manager = new UserManager(users.Store, new LiveExportsFake<ISecretScheme>(), new HashGate(context), gate, changes, removed, context);
        return new(users, users.Store, new NoKeys(), invitations, removed, new(new LiveExportsFake<IWebSessions>(browsers), new FakeConnections()), new(users.Store, new(users.Store, manager, changes, removed)));
    }

    public static RemovedUserPanel RemovedUserPanel(TestUsers users)
    {
        var context = new TestPluginContext("identity");
        return new(new(users.Store, new ChangeGate(), Changes(users, context), context));
    }

    public static UserSessionPanel UserSessionPanel(TestUsers users, IWebSessions browsers) => new(users, new(new LiveExportsFake<IWebSessions>(browsers), new FakeConnections()));

    /// <summary>Passkeys as they are; passwords are the test's own.</summary>
    public static (UserPasskeys Passkeys, AccountKeys Keys) Passkeys(TestUsers users, IPluginContext time)
    {
        var (context, gate) = (new TestPluginContext("identity") { TimeProvider = time.TimeProvider, LoggerFactory = time.LoggerFactory }, new ChangeGate());
        var changes = Changes(users, context);
        return (new(users.Store, gate, changes, context), new(users.Store, gate, changes, new(users.Store, gate, context), context));
    }

    private static AccountChanges Changes(TestUsers users, TestPluginContext context) =>
        new(users.Store, new LiveExportsFake<IUserObserver>(), new(new LiveExportsFake<IWebSessions>(), new FakeConnections()), new RecordingAuditLog(), context);
}
