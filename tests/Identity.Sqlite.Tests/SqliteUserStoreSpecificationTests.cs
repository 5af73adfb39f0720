using PluginFramework.Identity.Specification;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Sqlite.Tests;

public sealed class SqliteUserStoreSpecificationTests : UserStoreSpecification, IDisposable
{
    private readonly TestPluginContext _context = new("identity.sqlite");
    private readonly SqliteUserStore _store;

    public SqliteUserStoreSpecificationTests() => _store = new SqliteUserStore(_context);

    protected override IUserStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        _context.Dispose();
    }
}
