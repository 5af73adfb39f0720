using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace PluginFramework.Loader.Discovery;

/// <summary>A drop and its files at one moment.</summary>
/// <param name="Location">Its path.</param>
/// <param name="Kind">Its form.</param>
/// <param name="Files">Its files, by name.</param>
internal sealed record SourceListing(string Location, SourceKind Kind, ImmutableArray<SourceFile> Files)
{
    private const int ProbeLength = 1024;

    /// <summary>Why its files cannot be listed; otherwise <see langword="null"/>.</summary>
    public string? Problem { get; init; }

    /// <summary>The plugin that was installed there; <see langword="null"/> for what was dropped.</summary>
    public string? InstalledId { get; init; }

    public bool IsSameAs(SourceListing other) => Kind == other.Kind && Problem == other.Problem && Files.AsSpan().SequenceEqual(other.Files.AsSpan());

    /// <summary>The youngest change among its files.</summary>
    public DateTime Changed => Files.IsEmpty ? DateTime.MinValue : Files.Max(file => file.Changed);

    public bool Has(string name) => Files.Any(file => file.Exists && file.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Tells this state of the files from any other, without reading them whole: paths, lengths, times and the first kilobyte of each,
    /// where an assembly carries a stamp of its content. So files replaced by others of the same length and time are noticed too.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[16];
        Span<byte> probe = stackalloc byte[ProbeLength];
        foreach (var file in Files.Where(file => file.Exists))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Name}\n{file.Path}\n"));
            BinaryPrimitives.WriteInt64LittleEndian(numbers, file.Length);
            BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], file.Changed.Ticks);
            hash.AppendData(numbers);
            using var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            hash.AppendData(probe[..RandomAccess.Read(handle, probe, 0)]);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
