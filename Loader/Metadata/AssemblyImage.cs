using System.Reflection.PortableExecutable;

namespace PluginFramework.Loader.Metadata;

/// <summary>Tells whether a file is a whole .NET image.</summary>
internal static class AssemblyImage
{
    public const string IsNative = "is a native library, not a .NET assembly. A plugin is a .NET assembly marked with [assembly: Plugin(\"id\")].";

    /// <summary>What is wrong with it, to be read after the file's name, or <see langword="null"/>.</summary>
    public static string? Examine(PEReader image, long length)
    {
        PEHeaders headers;
        try
        {
            headers = image.PEHeaders;
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or OverflowException)
        {
            return length == 0 ? "is truncated: it is empty. Copy it again."
                : "is not a .NET assembly, or is truncated within its first headers. Copy it again, or take it out of the folder.";
        }

        // Code lies within the sections, so a file that ends before the last section ends was cut off, whatever its headers say.
        foreach (var section in headers.SectionHeaders)
        {
            var end = (long)section.PointerToRawData + section.SizeOfRawData;
            if (end > length) return $"is truncated: {length} of at least {end} bytes are there. Copy it again.";
        }
        if (headers.PEHeader is { CertificateTableDirectory: { Size: > 0 } signature }
            && (long)signature.RelativeVirtualAddress + signature.Size > length)
        {
            return "is truncated within its signature. Copy it again.";
        }
        return image.HasMetadata ? null : IsNative;
    }
}
