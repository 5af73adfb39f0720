using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace PluginFramework.Fuzzing;

/// <summary>Where the instrumented code marks the places it comes through, unless afl-fuzz has a place of its own for that.</summary>
internal static unsafe class Coverage
{
    private const int MapOctets = 1 << 16;

    private static readonly byte* Map = (byte*)NativeMemory.AllocZeroed(MapOctets);

    /// <summary>Must be called before anything instrumented runs.</summary>
    public static void Begin() => Trace.SharedMem = Map;

    public static void Clear() => new Span<byte>(Map, MapOctets).Clear();

    /// <summary>Adds the places reached since the last time it was cleared.</summary>
    /// <returns>Whether there were new ones.</returns>
    public static bool AddTo(HashSet<int> reached)
    {
        var isNew = false;
        for (var place = 0; place < MapOctets; place++) isNew |= Map[place] != 0 && reached.Add(place);
        return isNew;
    }
}
