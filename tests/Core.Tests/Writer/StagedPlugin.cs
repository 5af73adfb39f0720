using System.Collections.Immutable;
using System.Security.Cryptography;
using PluginFramework.Loader.Feeds.Layout;
using PluginFramework.Loader.Locking;
using PluginFramework.Loader.Metadata;
using PluginFramework.Loader.Store;

namespace PluginFramework.Core.Generations.Writer;

/// <summary>A plugin's folder as a feed would have laid it out, with nothing of a plugin in it.</summary>
internal static class StagedPlugin
{
    public static LockedPlugin Write(string staged, string id, string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(staged, id)).FullName;
        var list = new List<(string Name, long Length, byte[] Hash)>();
        foreach (var name in (string[])["a.dll", "b.txt"])
        {
            var content = new byte[20_000];
            content.AsSpan().Fill((byte)version[^1]);
            DurableFiles.Replace(Path.Combine(folder, name), content);
            list.Add((name, content.Length, SHA256.HashData(content)));
        }

        var files = ContentList.Write(list);
        DurableFiles.Replace(Path.Combine(folder, FolderContent.FileName), files);
        return Locked(id, version, ContentList.HashOf(files));
    }

    public static LockedPlugin Locked(string id, string version, string hash) => new(version, ImmutableSortedDictionary<string, LockedPackage>.Empty)
    {
        Package = id, Sha512 = Convert.ToBase64String(new byte[64]),
        Content = ImmutableSortedDictionary<string, string>.Empty.Add(Platform.RuntimeIdentifier, hash),
    };

    public static PluginLockFile Lock(params (string Id, LockedPlugin Plugin)[] plugins) =>
        PluginLockFile.Empty with { Plugins = PluginLockFile.Empty.Plugins.AddRange(plugins.Select(entry => KeyValuePair.Create(entry.Id, entry.Plugin))) };
}
