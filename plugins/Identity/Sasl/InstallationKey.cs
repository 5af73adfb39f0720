using System.Security.Cryptography;
using PluginFramework.Plugins;

namespace PluginFramework.Identity.Sasl;

/// <summary>A random key of this installation, made when first needed and kept in the plugin's data directory.</summary>
internal sealed class InstallationKey(IPluginContext context, string fileName)
{
    private const int Octets = 32;
    private readonly Lock _gate = new(); // guards _value
    private byte[]? _value;

    /// <summary>The key.</summary>
    /// <exception cref="IOException">It can be neither read nor made.</exception>
    public byte[] Value
    {
        get
        {
            lock (_gate) return _value ??= ReadOrMake(Path.Combine(context.DataDirectory, fileName));
        }
    }

    private static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path)) Make(path);
        var key = new byte[Octets];
        using var file = File.OpenRead(path);
        if (file.ReadAtLeast(key, Octets, throwOnEndOfStream: false) == Octets) return key;
        throw new InvalidDataException($"'{path}' is damaged: it must hold {Octets} octets. Delete it; a new one is made.");
    }

    // Written aside and then put in place, so that another process never reads half of it; the first one wins.
    private static void Make(string path)
    {
        var draft = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Octets));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
