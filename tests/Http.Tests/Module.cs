using Microsoft.AspNetCore.Routing;
using PluginFramework.Web;

namespace PluginFramework.Http.Tests;

/// <summary>A module made of a lambda.</summary>
internal sealed class Module(Action<IEndpointRouteBuilder> map) : IWebModule
{
    public void Map(IEndpointRouteBuilder routes) => map(routes);
}
