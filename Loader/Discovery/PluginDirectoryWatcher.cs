using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PluginFramework.Loader.Manifests;
namespace PluginFramework.Loader.Discovery;
/// <summary>Stopgap.</summary>
public sealed class PluginDirectoryWatcher(PluginWatcherOptions options, PluginFramework.Loader.Store.ContentStore contentStore, TimeProvider clock) : IDisposable
{
    private ImmutableArray<PluginCandidate> _last = [];
    private readonly Dictionary<string, (string Stamp, PluginCandidate Candidate)> _cache = [];
    /// <summary>x</summary>
    public Task<ImmutableArray<PluginCandidate>> ScanAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = ImmutableArray.CreateBuilder<PluginCandidate>();
        foreach (var directory in options.Directories.Where(Directory.Exists))
            foreach (var folder in Directory.EnumerateDirectories(directory).Order())
            {
                if (Read(folder) is { } candidate) found.Add(candidate);
            }
        _last = found.ToImmutable();
        return Task.FromResult(_last);
    }
    /// <summary>x</summary>
    public async IAsyncEnumerable<ImmutableArray<PluginCandidate>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken).ConfigureAwait(false);
            var before = _last;
            ImmutableArray<PluginCandidate> now;
            try { now = await ScanAsync(cancellationToken).ConfigureAwait(false); } catch (IOException) { continue; }
            if (!before.SequenceEqual(now)) yield return now;
        }
    }
    private PluginCandidate? Read(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order().ToList();
        if (files.Count == 0) return null;
        var stamp = string.Join('|', files.Select(f => $"{f} {new FileInfo(f).Length} {File.GetLastWriteTimeUtc(f).Ticks}"));
        if (_cache.TryGetValue(folder, out var known) && known.Stamp == stamp) return known.Candidate;
        if (files.Any(f => clock.GetUtcNow() - File.GetLastWriteTimeUtc(f) < TimeSpan.FromMilliseconds(250)) && _last.Any(c => c.Location == folder)) return _last.First(c => c.Location == folder);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var f in files) { hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, f))); hash.AppendData(File.ReadAllBytes(f)); }
        var hex = Convert.ToHexStringLower(hash.GetHashAndReset());
        var store = Path.Combine(contentStore.Directory, hex[..32]);
        PluginCandidate candidate;
        try
        {
            if (!Directory.Exists(store)) foreach (var f in files)
            {
                var to = Path.Combine(store, Path.GetRelativePath(folder, f));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(f, to);
            }
            string main; using (var pf = new PluginFramework.Loader.Metadata.PluginFolder(store)) main = Path.GetFileName(Directory.EnumerateFiles(store, "*.dll").FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == Path.GetFileName(folder) || f.EndsWith("PluginFramework." + Path.GetFileName(folder) + ".dll")) ?? Directory.EnumerateFiles(store, "*.dll").First());
            candidate = new(folder, hex, store, ManifestReader.Read(store, main), null);
        }
        catch (Exception e) when (e is BadImageFormatException or ManifestException) { candidate = new(folder, hex, "", null, e.Message); }
        _cache[folder] = (stamp, candidate);
        return candidate;
    }
    /// <summary>x</summary>
    public void Dispose() { }
}
