using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NuGet.Common;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;

namespace PluginFramework.Loader.Feeds.Transport;

/// <summary>Reads a feed's service index once it is needed, and again in an hour. NuGet.Protocol's own waits seconds before it says that there is none.</summary>
internal sealed class FeedIndexProvider(string address, TimeProvider time)
    : ResourceProvider(typeof(ServiceIndexResourceV3), nameof(FeedIndexProvider), NuGetResourceProviderPositions.First), IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _one = new(1);
    private ServiceIndexResourceV3? _index;

    public override async Task<Tuple<bool, INuGetResource?>> TryCreate(SourceRepository source, CancellationToken token)
    {
        if (!source.PackageSource.IsHttp) return Tuple.Create<bool, INuGetResource?>(false, null);
        await _one.WaitAsync(token).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (_index is null || now - _index.RequestTime > GoodFor) _index = new ServiceIndexResourceV3(await ReadAsync(source, token).ConfigureAwait(false), now);
            return Tuple.Create<bool, INuGetResource?>(true, _index);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<JObject> ReadAsync(SourceRepository source, CancellationToken cancellationToken)
    {
        var http = await source.GetResourceAsync<HttpSourceResource>(cancellationToken).ConfigureAwait(false);
        try
        {
            var index = await http!.HttpSource.GetJObjectAsync(new HttpSourceRequest(address, NullLogger.Instance), NullLogger.Instance, cancellationToken).ConfigureAwait(false);
            return index?["resources"] is JArray ? index : throw new JsonReaderException("It has no list of resources.");
        }
        catch (JsonException exception)
        {
            FeedQuestion.Current?.Fail(exception);
            throw;
        }
    }
}
