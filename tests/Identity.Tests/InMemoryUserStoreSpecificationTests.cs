using PluginFramework.Identity.Specification;
using PluginFramework.TestUtilities;

namespace PluginFramework.Identity.Tests;

/// <summary>The fake that the other tests trust.</summary>
public sealed class InMemoryUserStoreSpecificationTests : UserStoreSpecification
{
    protected override IUserStore Store { get; } = new InMemoryUserStore();
}
