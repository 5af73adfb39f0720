using System.Security.Cryptography;
using PluginFramework.TestUtilities;

namespace PluginFramework.Fuzzing;

/// <summary>The inputs that are kept: the smallest that together reach all that was reached.</summary>
internal static class Corpus
{
    /// <summary>Replaces a corpus by what of it and of the inputs found reaches something no other does, the smallest first.</summary>
    public static (int Inputs, long Octets, int Places) Keep(FuzzTarget target, string found, string corpus)
    {
        Directory.CreateDirectory(corpus);
        byte[][] inputs = [.. new[] { corpus, found }.SelectMany(Directory.GetFiles).Select(File.ReadAllBytes).Concat(target.Seeds).OrderBy(input => input.Length)];
        var reached = new HashSet<int>();

        // What runs once only, as a type is made ready, is nobody's merit.
        foreach (var seed in target.Seeds) target.Run(seed);
        List<byte[]> kept = [];
        foreach (var input in inputs)
        {
            Coverage.Clear();
            target.Run(input);
            if (Coverage.AddTo(reached)) kept.Add(input);
        }

        foreach (var file in Directory.GetFiles(corpus)) File.Delete(file);
        foreach (var input in kept) File.WriteAllBytes(Path.Combine(corpus, Convert.ToHexStringLower(SHA256.HashData(input))[..16]), input);
        return (kept.Count, kept.Sum(input => (long)input.Length), reached.Count);
    }
}
