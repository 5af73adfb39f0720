using System.Buffers.Binary;
using PluginFramework.Loader.Manifests;
using PluginFramework.Loader.Metadata;

namespace PluginFramework.Loader.Discovery;

/// <summary>Tells whether a drop is all there.</summary>
internal static class Completeness
{
    private const int ElfHeaderLength = 64;

    /// <summary>What it is if not a whole plugin, or <see langword="null"/>.</summary>
    public static SourceReading? Check(SourceListing source)
    {
        foreach (var file in source.Files.Where(file => file.Exists))
        {
            if (CheckFile(source, file) is { } reading) return reading;
        }
        foreach (var file in source.Files)
        {
            if (!file.Exists || !file.Name.EndsWith(".deps.json", StringComparison.OrdinalIgnoreCase) || file.Name.Contains('/')) continue;
            try
            {
                if (DependencyFile.Read(file.Path).MissingFrom(source.Has).Distinct().ToArray() is { Length: > 0 } missing)
                    return new SourceReading.Incomplete($"{string.Join(", ", missing)}, listed in {file.Name}, {(missing.Length == 1 ? "is" : "are")} missing; copy the whole published output.");
            }
            catch (InvalidDataException exception)
            {
                return new SourceReading.Incomplete(exception.Message);
            }
        }
        return null;
    }

    private static SourceReading? CheckFile(SourceListing source, SourceFile file)
    {
        var isMain = source.Kind is SourceKind.Assembly && file.Path == source.Location;
        if (file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                using var image = ImageFile.Open(file.Path);
                return isMain && !ManifestReader.IsPlugin(image) ? new SourceReading.Nothing() : null;
            }
            catch (BadImageFormatException exception)
            {
                // Native libraries belong to many a plugin, but none is one.
                if (!exception.Message.EndsWith(AssemblyImage.IsNative, StringComparison.Ordinal)) return new SourceReading.Incomplete(exception.Message);
                return isMain ? SourceReader.Unreadable(source, exception.Message) : null;
            }
        }
        return file.Name.EndsWith(".so", StringComparison.OrdinalIgnoreCase) && IsCutShort(file)
            ? new SourceReading.Incomplete($"{file.Name} is truncated. Copy it again.")
            : null;
    }

    /// <summary>Whether the section table, which linkers put at the end of a shared object, lies beyond the end of the file.</summary>
    private static bool IsCutShort(SourceFile file)
    {
        if (file.Length < ElfHeaderLength) return true;
        Span<byte> header = stackalloc byte[ElfHeaderLength];
        using (var handle = File.OpenHandle(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (RandomAccess.Read(handle, header, 0) < ElfHeaderLength) return true;
        }
        const byte elf64 = 2, littleEndian = 1;
        if (!header.StartsWith("\u007fELF"u8) || header[4] != elf64 || header[5] != littleEndian) return false;
        var offset = BinaryPrimitives.ReadInt64LittleEndian(header[0x28..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3a..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3c..]);
        return offset > file.Length - (size * count);
    }
}
