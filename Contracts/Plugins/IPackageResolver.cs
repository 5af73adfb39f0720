using System.Collections.Immutable;

namespace PluginFramework.Plugins;

/// <summary>
/// Libraries from the feeds the operator has configured, for code that is compiled while the daemon runs. Source mapping, signatures and the lock
/// file count as they do for plugins. Provided by the host.
/// </summary>
/// <remarks>Safe for use from any thread. Nothing is loaded or run here: that is the caller's, and so is the audit.</remarks>
public interface IPackageResolver
{
    /// <summary>
    /// Finds packages and all that they depend on, as a restore by NuGet does: the lowest version in range, one version of each. What the host
    /// provides is left out. Packages that are not in the daemon's cache are downloaded, within limits of size and time.
    /// </summary>
    /// <param name="packages">What is wanted, together.</param>
    /// <param name="cancellationToken">Gives up, downloads included.</param>
    /// <returns>Every package with what of it is to be loaded; of those the host provides nothing.</returns>
    /// <exception cref="PackageResolutionException">It cannot be had, or cannot be used here; the message says what, where, and what to do.</exception>
    Task<ImmutableArray<ResolvedPackage>> ResolveAsync(ImmutableArray<PackageRequest> packages, CancellationToken cancellationToken = default);
}
